package org.bocau.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Authentication-Results field back. RFC 8601 §2.2, liberally: what cannot be read is left
 * out, and nothing in quotes or comments is anything but a value.
 */
final class ResultsReader {
    private static final int MAX_TOKENS = 2000;

    /** Null separates clauses; {@code =} stands alone. */
    private final List<@Nullable String> tokens = new ArrayList<>();

    private final String text;
    private int at;

    private ResultsReader(String text) {
        this.text = text;
    }

    /**
     * @param value unfolded
     */
    static List<Finding> read(String value) {
        var reader = new ResultsReader(value);
        reader.scan();
        return reader.findings();
    }

    private void scan() {
        while (at < text.length() && tokens.size() < MAX_TOKENS) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (c == '"') {
                tokens.add(quoted());
            } else if (c == ';') {
                tokens.add(null);
                at++;
            } else if (c == '=') {
                tokens.add("=");
                at++;
            } else if (isBlank(c)) {
                at++;
            } else {
                tokens.add(word());
            }
        }
    }

    private void comment() {
        int depth = 0;
        do {
            char c = text.charAt(at++);
            if (c == '\\') at++;
            if (c == '(') depth++;
            if (c == ')') depth--;
        } while (depth > 0 && at < text.length());
    }

    private String quoted() {
        var word = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) at++;
            word.append(text.charAt(at));
        }
        at++;
        return word.toString();
    }

    private String word() {
        int from = at;
        while (at < text.length()
                && "(\";=".indexOf(text.charAt(at)) < 0
                && !isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        Finding open = null;
        boolean first = false; // the next pair says method and result
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token == null) {
                if (open != null) findings.add(open);
                open = null;
                first = true;
            } else if (i + 2 < tokens.size() && "=".equals(tokens.get(i + 1))) {
                var value = tokens.get(i + 2);
                if (value == null) continue;
                if (first) {
                    var method = token.split("/", 2)[0].toLowerCase(Locale.ROOT);
                    open = Finding.of(method, value.toLowerCase(Locale.ROOT));
                    first = false;
                } else if (open != null) {
                    open =
                            token.equals("reason")
                                    ? open.because(value)
                                    : open.with(token.toLowerCase(Locale.ROOT), value);
                }
                i += 2;
            }
        }
        if (open != null) findings.add(open);
        return findings;
    }
}
