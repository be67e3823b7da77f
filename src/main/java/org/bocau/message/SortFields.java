package org.bocau.message;

import java.time.OffsetDateTime;
import java.util.List;
import org.bocau.message.AddressReader.Entry;
import org.bocau.message.AddressReader.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What SORT and THREAD compare (RFC 5256 §2, RFC 5957 §3), read from the top header once. Texts are
 * keys of {@code i;unicode-casemap}: compare their UTF-8 octets, show them to nobody.
 *
 * @param sentAt the Date field in its own zone; null when it is missing or no date
 * @param baseSubject base subject, may be empty
 * @param reply the subject has a mark of a reply or forward
 * @param from local part of the first From address, empty if none; a group's is its name
 * @param to the same of To
 * @param cc the same of Cc
 * @param displayFrom name of the first From address, else the address
 * @param displayTo the same of To
 * @param references message ids of the ancestors, oldest first: References, or else the first of
 *     In-Reply-To; at most 100, the nearest
 */
public record SortFields(
        @Nullable OffsetDateTime sentAt,
        String baseSubject,
        boolean reply,
        String from,
        String to,
        String cc,
        String displayFrom,
        String displayTo,
        List<String> references) {

    /** Longer ones differ before, or nobody cares. */
    private static final int LONGEST = 512;

    public static SortFields of(HeaderBlock header) {
        var subject = BaseSubject.of(header.value("Subject"));
        var from = first(header, "From");
        var to = first(header, "To");
        return new SortFields(
                DateReader.read(text(header, "Date")),
                subject.key(),
                subject.reply(),
                mailbox(from),
                mailbox(to),
                mailbox(first(header, "Cc")),
                display(from),
                display(to),
                MessageIds.ancestry(text(header, "References"), text(header, "In-Reply-To")));
    }

    private static String text(HeaderBlock header, String name) {
        var field = header.first(name);
        return field == null ? "" : field.text();
    }

    /** The first of ENVELOPE's list, which may open a group. */
    private static @Nullable Entry first(HeaderBlock header, String name) {
        for (var field : header.all(name)) {
            var entries = AddressReader.read(field.text());
            if (!entries.isEmpty()) {
                return entries.getFirst();
            }
        }
        return null;
    }

    /** RFC 5256 §2.2: addr-mailbox, which in the entry that opens a group is the group's name. */
    private static String mailbox(@Nullable Entry entry) {
        if (entry == null) {
            return "";
        }
        return key(entry.kind() == Kind.ADDRESS ? entry.localPart() : entry.name());
    }

    /** RFC 5957 §3: addr-name, addr-mailbox "@" addr-host, addr-mailbox. */
    private static String display(@Nullable Entry entry) {
        if (entry == null) {
            return "";
        }
        var name = key(entry.name());
        return name.isEmpty() && entry.kind() == Kind.ADDRESS
                ? key(
                        entry.domain().isEmpty()
                                ? entry.localPart()
                                : entry.localPart() + "@" + entry.domain())
                : name;
    }

    private static String key(@Nullable String text) {
        var decoded = HeaderAddress.decoded(text);
        return decoded == null ? "" : UnicodeCasemap.key(HeaderField.cut(decoded, LONGEST));
    }
}
