package org.bocau.message;

import org.bocau.message.AddressReader.Entry;
import org.jspecify.annotations.Nullable;

/** Renders ENVELOPE, RFC 3501 §7.4.2: ten fields, always. */
final class EnvelopeText {
    /**
     * What stands where an address lacks its half: NIL would mean a group, and on an empty string
     * MailKit and Angus Mail give up. The second is what Cyrus writes.
     */
    private static final String NO_MAILBOX = "unspecified";

    private static final String NO_HOST = "unspecified-domain";

    /**
     * RFC 6858 §2.1: where a client could not write to it, its text becomes the name of this one.
     */
    private static final String INVALID_MAILBOX = "invalid";

    private static final String INVALID_HOST = "internationalized-address.invalid";

    /** The envelope of a nested message that could not be read. */
    static final byte[] EMPTY = of(HeaderBlock.parse(new byte[0]), WireForm.ASCII);

    private EnvelopeText() {}

    static byte[] of(HeaderBlock header, WireForm form) {
        var out = new ImapText(form).raw("(");
        out.nstring(text(header, "Date")).space().nstring(text(header, "Subject")).space();
        var from = addresses(header, "From", form);
        out.raw(from).space();
        // RFC 3501 §7.4.2: the server defaults Sender and Reply-To to From when absent or empty.
        out.raw(orElse(addresses(header, "Sender", form), from, "NIL")).space();
        out.raw(orElse(addresses(header, "Reply-To", form), from, "NIL")).space();
        out.raw(addresses(header, "To", form)).space();
        out.raw(addresses(header, "Cc", form)).space();
        out.raw(addresses(header, "Bcc", form)).space();
        out.nstring(text(header, "In-Reply-To")).space().nstring(text(header, "Message-ID"));
        return out.raw(")").octets();
    }

    private static @Nullable String text(HeaderBlock header, String name) {
        var field = header.first(name);
        return field == null ? null : field.text();
    }

    private static String orElse(String text, String other, String missing) {
        return text.equals(missing) ? other : text;
    }

    /** Of all fields of that name: RFC 5322 allows one, mailers write several. */
    private static String addresses(HeaderBlock header, String name, WireForm form) {
        var out = new ImapText(form);
        int count = 0;
        for (var field : header.all(name)) {
            if (count < AddressReader.MOST) {
                var entries = AddressReader.read(field.text());
                entries.forEach(entry -> address(entry, out));
                count += entries.size();
            }
        }
        return count == 0 ? "NIL" : "(" + out.text() + ")";
    }

    private static void address(Entry entry, ImapText out) {
        out.raw("(");
        switch (entry.kind()) {
            case GROUP_START ->
                    out.raw("NIL NIL ")
                            .string(entry.name() == null ? "" : entry.name())
                            .raw(" NIL");
            case GROUP_END -> out.raw("NIL NIL NIL NIL");
            case ADDRESS -> {
                if (out.ascii() && !Ascii.isAscii(entry.localPart())) {
                    invalid(entry, out);
                } else {
                    var domain = orElse(entry.domain(), NO_HOST, "");
                    out.nstring(entry.name()).space().nstring(entry.route()).space();
                    out.string(orElse(entry.localPart(), NO_MAILBOX, "")).space();
                    out.string(out.ascii() ? domain(domain) : domain);
                }
            }
        }
        out.raw(")");
    }

    private static void invalid(Entry entry, ImapText out) {
        var name = entry.name() == null ? "" : entry.name() + " ";
        out.string(name + "<" + entry.address() + ">").raw(" NIL ");
        out.string(INVALID_MAILBOX).space().string(INVALID_HOST);
    }

    /** A U-label becomes an A-label; what is no domain at all is left to the encoded word. */
    private static String domain(String domain) {
        if (Ascii.isAscii(domain)) {
            return domain;
        }
        try {
            return DomainName.normalize(domain);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }
}
