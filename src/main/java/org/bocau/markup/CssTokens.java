package org.bocau.markup;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts CSS into tokens as browsers do (CSS Syntax Level 3 §4.3): comments are gone, escapes are
 * resolved, so {@code ur\l(} and {@code @\69mport} are what they mean before anybody judges them.
 * Pure and total: any text gives tokens, in linear time.
 */
final class CssTokens {
    /** What a token is. {@code BAD} is a broken string or URL: whatever contains it must go. */
    enum Kind {
        IDENT,
        FUNCTION,
        AT_KEYWORD,
        HASH,
        STRING,
        URL,
        NUMBER,
        PERCENTAGE,
        DIMENSION,
        SPACE,
        DELIM,
        BAD
    }

    /**
     * One token.
     *
     * @param text the name or string with its escapes resolved; for numbers as written; one
     *     character for DELIM, which here also covers colon, semicolon, comma and brackets
     */
    record Token(Kind kind, String text) {
        boolean is(char delimiter) {
            return kind == Kind.DELIM && text.charAt(0) == delimiter;
        }
    }

    private static final int END = -1;

    private final String css;
    private int at;

    private CssTokens(String css) {
        this.css = css;
    }

    static List<Token> of(String css) {
        // §3.3: the preprocessing of the input stream
        var clean =
                css.replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .replace('\f', '\n')
                        .replace('\0', '\uFFFD');
        var in = new CssTokens(clean);
        var tokens = new ArrayList<Token>();
        while (in.at < clean.length()) {
            if (!in.skipComment()) tokens.add(in.next());
        }
        return tokens;
    }

    private Token next() {
        int c = peek(0);
        if (isSpace(c)) {
            while (isSpace(peek(0))) at++;
            return new Token(Kind.SPACE, " ");
        }
        if (c == '"' || c == '\'') return string();
        if (c == '#' && (isNameChar(peek(1)) || isEscape(1))) {
            at++;
            return new Token(Kind.HASH, name());
        }
        if (startsNumber()) return numeric();
        if (c == '@' && startsIdent(1)) {
            at++;
            return new Token(Kind.AT_KEYWORD, name());
        }
        if (startsIdent(0)) return identLike();
        at++;
        return new Token(c == '\\' ? Kind.BAD : Kind.DELIM, String.valueOf((char) c));
    }

    private boolean skipComment() {
        if (peek(0) != '/' || peek(1) != '*') return false;
        int end = css.indexOf("*/", at + 2);
        at = end < 0 ? css.length() : end + 2;
        return true;
    }

    private Token string() {
        int quote = css.charAt(at++);
        var text = new StringBuilder();
        while (true) {
            int c = peek(0);
            if (c == END || c == quote) {
                at++;
                return new Token(Kind.STRING, text.toString());
            }
            if (c == '\n')
                return new Token(Kind.BAD, ""); // §4.3.5: a bad-string, the newline stays
            if (c == '\\') {
                if (peek(1) == '\n') at += 2;
                else if (peek(1) == END) at++;
                else text.appendCodePoint(escape());
            } else {
                text.append((char) c);
                at++;
            }
        }
    }

    private Token numeric() {
        int start = at;
        if (peek(0) == '+' || peek(0) == '-') at++;
        digits();
        if (peek(0) == '.' && isDigit(peek(1))) {
            at++;
            digits();
        }
        if ((peek(0) | 0x20) == 'e' && exponentFollows()) {
            at += 2;
            digits();
        }
        var number = css.substring(start, at);
        if (startsIdent(0)) return new Token(Kind.DIMENSION, number + name());
        if (peek(0) == '%') {
            at++;
            return new Token(Kind.PERCENTAGE, number + "%");
        }
        return new Token(Kind.NUMBER, number);
    }

    private boolean exponentFollows() {
        return isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2)));
    }

    private void digits() {
        while (isDigit(peek(0))) at++;
    }

    private Token identLike() {
        var name = name();
        if (peek(0) != '(') return new Token(Kind.IDENT, name);
        at++;
        if (!name.equalsIgnoreCase("url")) return new Token(Kind.FUNCTION, name);
        return url();
    }

    /** Any url( is refused by everybody here, so its text only has to be skipped. §4.3.6 */
    private Token url() {
        while (peek(0) != END && peek(0) != ')') {
            if (isEscape(0)) escape();
            else at++;
        }
        at++;
        return new Token(Kind.URL, "");
    }

    private String name() {
        var name = new StringBuilder();
        while (true) {
            if (isNameChar(peek(0))) name.append(css.charAt(at++));
            else if (isEscape(0)) name.appendCodePoint(escape());
            else return name.toString();
        }
    }

    /** §4.3.7: after the backslash one to six hex digits and one space, or any character. */
    private int escape() {
        at++;
        if (!isHex(peek(0))) {
            int c = css.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }
        int value = 0;
        for (int n = 0; n < 6 && isHex(peek(0)); n++) {
            value = value * 16 + Character.digit(css.charAt(at++), 16);
        }
        if (isSpace(peek(0))) at++;
        boolean wrong = value == 0 || value > Character.MAX_CODE_POINT;
        return wrong || (value >= 0xD800 && value < 0xE000) ? 0xFFFD : value;
    }

    private boolean startsIdent(int from) {
        int c = peek(from);
        if (c == '-') {
            return isNameStart(peek(from + 1)) || peek(from + 1) == '-' || isEscape(from + 1);
        }
        return isNameStart(c) || isEscape(from);
    }

    private boolean startsNumber() {
        int n = peek(0) == '+' || peek(0) == '-' ? 1 : 0;
        return isDigit(peek(n)) || (peek(n) == '.' && isDigit(peek(n + 1)));
    }

    private boolean isEscape(int from) {
        return peek(from) == '\\' && peek(from + 1) != '\n' && peek(from + 1) != END;
    }

    private int peek(int ahead) {
        int i = at + ahead;
        return i < css.length() ? css.charAt(i) : END;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(int c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    private static boolean isNameStart(int c) {
        return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c >= 0x80;
    }

    private static boolean isNameChar(int c) {
        return isNameStart(c) || isDigit(c) || c == '-';
    }
}
