package org.bocau.filter;

import java.util.Locale;

/** Reads a script's tokens one after the other. RFC 5228 §8.1. */
final class Lexer {
    private static final long KILO = 1024;

    private final String script;
    private int at;
    private int line = 1;

    Lexer(String script) {
        this.script = script;
    }

    /**
     * @throws ScriptRefusal there is no token here
     */
    Token next() {
        skip();
        if (at == script.length()) {
            return new Token(Token.Kind.END, "", line);
        }
        char first = script.charAt(at);
        if (first == '"') {
            return quoted();
        }
        if (";,(){}[]".indexOf(first) >= 0) {
            at++;
            return new Token(Token.Kind.SIGN, String.valueOf(first), line);
        }
        if (digit(first)) {
            return number();
        }
        if (first == ':') {
            at++;
            if (at == script.length() || !letter(script.charAt(at))) {
                throw new ScriptRefusal(line, "a word must follow the colon");
            }
            return new Token(Token.Kind.TAG, word(), line);
        }
        if (!letter(first)) {
            throw new ScriptRefusal(line, "\"" + first + "\" does not belong here");
        }
        var word = word();
        boolean text = word.equals("text") && at < script.length() && script.charAt(at) == ':';
        return text ? multiLine() : new Token(Token.Kind.IDENTIFIER, word, line);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** White space and comments. */
    private void skip() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '#') {
                toEndOfLine();
            } else if (script.startsWith("/*", at)) {
                int end = script.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new ScriptRefusal(line, "the comment does not end");
                }
                advance(end + 2);
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                advance(at + 1);
            } else {
                return;
            }
        }
    }

    private void toEndOfLine() {
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end; // the line is counted with its end
    }

    private void advance(int to) {
        for (; at < to; at++) {
            if (script.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private String word() {
        int start = at;
        while (at < script.length() && (letter(script.charAt(at)) || digit(script.charAt(at)))) {
            at++;
        }
        return script.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private Token number() {
        int start = at;
        while (at < script.length() && digit(script.charAt(at))) {
            at++;
        }
        if (at - start > 12) {
            throw new ScriptRefusal(line, "the number is too large");
        }
        long value = Long.parseLong(script.substring(start, at));
        if (at < script.length()) {
            int power = "KMG".indexOf(Character.toUpperCase(script.charAt(at))) + 1;
            for (int i = 0; i < power; i++) {
                value *= KILO;
            }
            at += power > 0 ? 1 : 0;
        }
        return new Token(Token.Kind.NUMBER, Long.toString(value), line);
    }

    private Token quoted() {
        int began = line;
        var text = new StringBuilder();
        for (int i = at + 1; i < script.length(); i++) {
            char c = script.charAt(i);
            if (c == '"') {
                advance(i + 1);
                return new Token(Token.Kind.STRING, text.toString(), began);
            }
            if (c == '\\' && i + 1 < script.length()) {
                c = script.charAt(++i);
            }
            text.append(c);
        }
        throw new ScriptRefusal(began, "the string does not end");
    }

    /** {@code text:}, then lines up to one with a dot alone; dots at the start are doubled. */
    private Token multiLine() {
        int began = line;
        at++;
        while (at < script.length() && (script.charAt(at) == ' ' || script.charAt(at) == '\t')) {
            at++;
        }
        if (at < script.length() && script.charAt(at) == '#') {
            toEndOfLine();
        }
        if (at < script.length() && script.charAt(at) == '\r') {
            at++;
        }
        if (at == script.length() || script.charAt(at) != '\n') {
            throw new ScriptRefusal(began, "a new line must follow \"text:\"");
        }
        advance(at + 1);
        var text = new StringBuilder();
        while (at < script.length()) {
            int newline = script.indexOf('\n', at);
            int end = newline < 0 ? script.length() : newline;
            var content = script.substring(at, end);
            advance(newline < 0 ? end : end + 1);
            if (content.endsWith("\r")) {
                content = content.substring(0, content.length() - 1);
            }
            if (content.equals(".")) {
                return new Token(Token.Kind.STRING, text.toString(), began);
            }
            text.append(content.startsWith(".") ? content.substring(1) : content).append("\r\n");
        }
        throw new ScriptRefusal(began, "the text does not end with a dot on its own line");
    }
}
