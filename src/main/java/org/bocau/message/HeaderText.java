package org.bocau.message;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.message.AddressReader.Kind;

/** The header as SEARCH sees it: decoded, one field a line. */
final class HeaderText {
    private HeaderText() {}

    /** Characters kept. */
    private static final int LONGEST = 1024 * 1024;

    private static final Set<String> OF_ADDRESSES =
            Set.of("from", "to", "cc", "bcc", "sender", "reply-to");

    /**
     * {@code name: value} lines, names in lower case, each ended by LF; bounded. An address that
     * its field only spells with comments or spaces in it has a line of its own as ENVELOPE tells
     * it, since that is what FROM, TO, CC and BCC look in (RFC 3501 §6.4.4).
     */
    static String of(List<HeaderField> fields) {
        var out = new StringBuilder();
        for (var field : fields) {
            String name = field.lowerCaseName();
            String value = field.value();
            line(name, value, out);
            if (OF_ADDRESSES.contains(name) && maybeHidden(value)) {
                hidden(value).forEach(address -> line(name, address, out));
            }
            if (out.length() > LONGEST) {
                break;
            }
        }
        return out.toString();
    }

    private static void line(String name, String value, StringBuilder out) {
        out.append(name).append(": ").append(value).append('\n');
    }

    /** Spares the usual field the parsing. */
    private static boolean maybeHidden(String value) {
        return value.contains("(")
                || value.contains(" @")
                || value.contains("@ ")
                || value.contains("\"@");
    }

    private static List<String> hidden(String value) {
        String seen = value.toLowerCase(Locale.ROOT);
        return AddressReader.read(value).stream()
                .filter(entry -> entry.kind() == Kind.ADDRESS && !entry.domain().isEmpty())
                .map(entry -> entry.localPart() + "@" + entry.domain())
                .filter(address -> !seen.contains(address.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
