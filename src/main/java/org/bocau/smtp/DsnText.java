package org.bocau.smtp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.message.Xtext;

/**
 * The texts among the parameters of RFC 3461: xtext that hides nothing. They stand in notices and
 * in the commands of our own client again, so a line end in them would be somebody else's command.
 */
final class DsnText {
    private static final int MAX_ENVID = 100; // RFC 3461 §4.4
    private static final int MAX_ORCPT = 500; // §4.2
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,20}");

    /** RFC 6533 §3: how characters beyond ASCII stand in an address of type utf-8. */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");

    private DsnText() {}

    /** ENVID: xtext of printable ASCII. Returned as it came. */
    static String envid(String value) {
        if (value.isEmpty()
                || value.length() > MAX_ENVID
                || !Xtext.isXtext(value)
                || !isPrintable(Xtext.decode(value))) {
            throw SmtpRefusal.syntax("ENVID is not xtext of printable characters");
        }
        return value;
    }

    /**
     * ORCPT: {@code type;xtext}. Returned as it came, but for UTF-8 in an address of type utf-8,
     * which is written in the form that ASCII carries.
     */
    static String orcpt(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0) {
            throw notOrcpt();
        }
        var type = value.substring(0, semicolon);
        boolean utf8 = type.equalsIgnoreCase("utf-8");
        var text = utf8 ? embed(value.substring(semicolon + 1)) : value.substring(semicolon + 1);
        if (!TYPE.matcher(type).matches()
                || text.isEmpty()
                || type.length() + 1 + text.length() > MAX_ORCPT
                || !Xtext.isXtext(text)
                || !isPrintable(Xtext.decode(text))
                || (utf8 && embedsControl(text))) {
            throw notOrcpt();
        }
        return type + ";" + text;
    }

    private static SmtpRefusal notOrcpt() {
        return SmtpRefusal.syntax("ORCPT is not a type and xtext of printable characters");
    }

    /** RFC 6533 §3: utf-8-addr-unitext as utf-8-addr-xtext. */
    private static String embed(String octets) {
        var ascii = new StringBuilder();
        Cursor.utf8(octets)
                .codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        ascii.append((char) c);
                    } else {
                        ascii.append("\\x{")
                                .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                .append('}');
                    }
                });
        return ascii.toString();
    }

    private static boolean embedsControl(String text) {
        return EMBEDDED.matcher(text)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1), 16))
                .anyMatch(c -> !Character.isValidCodePoint(c) || Character.isISOControl(c));
    }

    /** Graphic characters and blanks of ASCII: what a notice can show. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
