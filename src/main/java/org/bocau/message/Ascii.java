package org.bocau.message;

/** The character classes of the mail grammars (RFC 5234 appendix B, RFC 5322 §3.2.3). */
final class Ascii {
    private Ascii() {}

    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** RFC 5322 §3.2.3 atext, ASCII only. */
    static boolean isAtext(int c) {
        return isLetter(c) || isDigit(c) || (c < 0x80 && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
    }

    /** RFC 2045 §5.1: token = 1*any CHAR except SPACE, CTLs and tspecials. */
    static boolean isToken(int c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    /** Space, tab, and what is left of line breaks. */
    static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    static boolean isAscii(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
