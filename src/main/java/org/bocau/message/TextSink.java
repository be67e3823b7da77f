package org.bocau.message;

/**
 * Cleans text on its way to a target: valid Unicode, no NUL. White space asked for by {@link
 * #space} and {@link #line} is written once, when something follows.
 */
final class TextSink {
    /** Where the characters go; surrogates always come in pairs. */
    interface Target {
        void put(char c);

        /** No more is wanted: whoever reads may stop. */
        boolean full();
    }

    /** Keeps the first characters. */
    static final class Start implements Target {
        private final StringBuilder kept = new StringBuilder();
        private final int limit;

        Start(int limit) {
            this.limit = limit;
        }

        @Override
        public void put(char c) {
            kept.append(c);
        }

        @Override
        public boolean full() {
            return kept.length() >= limit;
        }

        @Override
        public String toString() {
            return kept.toString();
        }
    }

    private final Target out;
    private char last; // written; 0 at the start
    private char pendingBlank; // 0, space or LF
    private char high; // a high surrogate that waits for its other half

    TextSink(Target out) {
        this.out = out;
    }

    boolean full() {
        return out.full();
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
                put(c);
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
            if (last != 0 && last != '\n') {
                put(pendingBlank);
            }
            pendingBlank = 0;
        }
    }

    private void put(char c) {
        last = c;
        out.put(c);
    }
}
