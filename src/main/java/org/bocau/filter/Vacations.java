package org.bocau.filter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.jspecify.annotations.Nullable;

/** The answers of {@code vacation}, from how they were written to how they are sent. RFC 5230. */
final class Vacations {
    private static final int MOST_ADDRESSES = 100;
    private static final int LONGEST_HANDLE = 200;

    private Vacations() {}

    /** Who is to answer, {@code address} or {@code Name <address>}; empty when it is nobody. */
    static Optional<HeaderAddress> sender(String text) {
        var addresses = HeaderAddress.list(text);
        return addresses.size() == 1 && addresses.getFirst().group() == null
                ? Optional.of(addresses.getFirst()).filter(one -> one.emailAddress().isPresent())
                : Optional.empty();
    }

    /** §4.2: what is written alike is the same answer, whatever its variables come to. */
    static String handle(String subject, String text, boolean mime, @Nullable String from) {
        int hash =
                mime || from != null
                        ? Objects.hash(subject, text, mime, from)
                        : Objects.hash(subject, text);
        return Integer.toHexString(hash);
    }

    /**
     * With the values of variables. Of addresses, what is none then is passed over, and so is such
     * a sender.
     *
     * @throws ScriptFailure the text is no MIME part
     */
    static Action.Vacation answer(Step.Vacation written, Evaluation run) {
        var text = run.text(written.text());
        var part =
                written.mime()
                        ? MimePart.of(text)
                                .orElseThrow(() -> new ScriptFailure(Failure.NO_MIME_PART))
                        : text;
        var from = written.from() == null ? null : sender(run.text(written.from())).orElse(null);
        return new Action.Vacation(
                written.seconds(),
                run.text(written.subject()).replaceAll("\\p{Cntrl}", " "),
                part,
                written.mime(),
                from,
                addresses(run.texts(written.addresses())),
                cut(run.text(written.handle())));
    }

    /** It is part of a key. */
    private static String cut(String handle) {
        return handle.length() <= LONGEST_HANDLE ? handle : Integer.toHexString(handle.hashCode());
    }

    private static List<String> addresses(List<String> texts) {
        return texts.stream()
                .map(String::strip)
                .filter(Vacations::isAddress)
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private static boolean isAddress(String text) {
        try {
            var _ = EmailAddress.parse(text);
            return true;
        } catch (IllegalArgumentException no) {
            return false;
        }
    }
}
