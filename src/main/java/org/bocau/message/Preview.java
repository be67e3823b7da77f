package org.bocau.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The preview of RFC 8970 §5: what the message says first, without quotes, marks and lines. */
final class Preview {
    private static final int LONGEST = 256;

    /** Lines after the last one read that {@link #introducesQuote} looks at. */
    private static final int LOOKS_AHEAD = 2;

    private Preview() {}

    static String of(String text) {
        var lines = text.lines().toList();
        var own = new StringBuilder();
        var _ = read(lines, own);
        if (own.isEmpty()) { // nothing but quotes
            for (int i = 0; i < lines.size() && own.length() <= LONGEST; i++) {
                appendReadable(lines.get(i), own);
            }
        }
        return cut(own);
    }

    /** The preview of a text that begins so; null when that depends on how it goes on. */
    static @Nullable String ofStart(String start) {
        var lines = start.lines().toList();
        var own = new StringBuilder();
        int read = read(lines, own);
        return own.length() > LONGEST && read + LOOKS_AHEAD < lines.size() ? cut(own) : null;
    }

    /** Takes what is the author's own, as much as is needed; returns how many lines that were. */
    private static int read(List<String> lines, StringBuilder own) {
        int i = 0;
        for (; i < lines.size() && own.length() <= LONGEST; i++) {
            var line = lines.get(i).strip();
            boolean ends = line.equals("--") || line.startsWith("-----Original Message");
            if (ends && !own.isEmpty()) {
                break; // the signature, or what is answered
            }
            if (!isQuote(line) && !introducesQuote(lines, i)) {
                appendReadable(line, own);
            }
        }
        return i;
    }

    private static boolean isQuote(String line) {
        return line.startsWith(">");
    }

    /** "An wrote:" before a quote. */
    private static boolean introducesQuote(List<String> lines, int at) {
        if (!lines.get(at).strip().endsWith(":")) {
            return false;
        }
        int next = at + 1;
        while (next < lines.size() && next < at + 3 && lines.get(next).isBlank()) {
            next++;
        }
        return next < lines.size() && isQuote(lines.get(next).strip());
    }

    /** White space becomes one space, invisible fillers and lines of dashes go. */
    private static void appendReadable(String line, StringBuilder out) {
        if (line.codePoints().noneMatch(c -> Character.isLetterOrDigit(c) || isSymbol(c))) {
            return;
        }
        boolean blank = !out.isEmpty();
        boolean atStart = true; // quote marks and list marks are left out
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = !out.isEmpty();
            } else if (isVisible(c) && !(atStart && c == '>')) {
                atStart = false;
                if (blank) {
                    out.append(' ');
                    blank = false;
                }
                out.append(c);
            }
        }
    }

    private static boolean isSymbol(int c) {
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL || type == Character.CURRENCY_SYMBOL;
    }

    /** Newsletters pad their preview with U+200C, U+034F and soft hyphens. */
    private static boolean isVisible(char c) {
        int type = Character.getType(c);
        boolean joiner = c == 0x200d; // it holds emoji and Indic letters together
        return c != 0x34f && type != Character.CONTROL && (type != Character.FORMAT || joiner);
    }

    private static String cut(StringBuilder text) {
        if (text.length() > LONGEST) {
            boolean pair = Character.isHighSurrogate(text.charAt(LONGEST - 1));
            text.setLength(pair ? LONGEST - 1 : LONGEST);
        }
        return text.toString().strip();
    }
}
