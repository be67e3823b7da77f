package org.bocau.message;

/**
 * Collects text up to a limit: valid Unicode, no NUL. White space asked for by {@link #space} and
 * {@link #line} is written once, when something follows.
 */
final class TextSink {
    private final StringBuilder out = new StringBuilder();
    private final int limit;
    private char pendingBlank; // 0, space or LF
    private char high; // a high surrogate that waits for its other half

    TextSink(int limit) {
        this.limit = limit;
    }

    boolean full() {
        return out.length() >= limit;
    }

    boolean isEmpty() {
        return out.isEmpty();
    }

    void append(char c) {
        if (c == 0 || full()) {
            return;
        }
        blank();
        if (high != 0) {
            boolean pair = Character.isLowSurrogate(c);
            put(pair ? high : '\ufffd');
            high = 0;
            if (pair) {
                out.append(c);
                return;
            }
        }
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            put(Character.isLowSurrogate(c) ? '\ufffd' : c);
        }
    }

    void append(String text) {
        for (int i = 0; i < text.length() && !full(); i++) {
            append(text.charAt(i));
        }
    }

    /** Some white space, which is one space. */
    void space() {
        if (pendingBlank == 0) {
            pendingBlank = ' ';
        }
    }

    /** The end of a line, unless one ends here already. */
    void line() {
        pendingBlank = '\n';
    }

    private void blank() {
        if (pendingBlank != 0 && high == 0) {
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append(pendingBlank);
            }
            pendingBlank = 0;
        }
    }

    private void put(char c) {
        out.append(c);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
