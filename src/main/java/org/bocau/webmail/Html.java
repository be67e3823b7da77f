package org.bocau.webmail;

import com.google.errorprone.annotations.CompileTimeConstant;
import org.jspecify.annotations.Nullable;

/**
 * HTML that code writes. What stands in it is a constant of the source, which the compiler sees to,
 * or text, which is escaped; there is no third way. Owned by one thread.
 */
final class Html {
    private final StringBuilder out;

    /**
     * @param room characters to begin with
     */
    Html(int room) {
        out = new StringBuilder(room);
    }

    /** Markup as it stands in the source. */
    Html tag(@CompileTimeConstant String markup) {
        out.append(markup);
        return this;
    }

    /** The same where a condition holds. */
    Html tag(boolean wanted, @CompileTimeConstant String markup) {
        if (wanted) out.append(markup);
        return this;
    }

    /** Text for an element, or for an attribute in double quotes. */
    Html text(String text) {
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            var escaped = escaped(text.charAt(at));
            if (escaped == null) continue;
            out.append(text, from, at).append(escaped);
            from = at + 1;
        }
        out.append(text, from, text.length());
        return this;
    }

    private static @Nullable String escaped(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    Html number(long number) {
        out.append(number);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
