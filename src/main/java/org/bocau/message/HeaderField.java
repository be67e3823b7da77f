package org.bocau.message;

import java.util.Arrays;
import java.util.Locale;

/**
 * One field of a header block, RFC 5322 §2.2: its octets as they came, and what they say.
 *
 * <p>Raw 8-bit is read as UTF-8 (RFC 6532), or as windows-1252 where it is not.
 */
public final class HeaderField {
    /** Octets of one value that are read; the rest of a longer one says nothing to anybody. */
    private static final int LONGEST = 256 * 1024;

    private final String name;
    private final byte[] block;
    private final int start;
    private final int valueStart;
    private final int end;

    HeaderField(String name, byte[] block, int start, int valueStart, int end) {
        this.name = name;
        this.block = block;
        this.start = start;
        this.valueStart = valueStart;
        this.end = end;
    }

    /** As written, without white space before the colon; empty for a line that is no field. */
    public String name() {
        return name;
    }

    public boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The whole field, name and line ends included. */
    public byte[] octets() {
        return Arrays.copyOfRange(block, start, end);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /**
     * The value unfolded (RFC 5322 §2.2.3) and trimmed, encoded words left as they are; no NUL, CR,
     * LF.
     */
    public String text() {
        int stop = Math.min(end, valueStart + LONGEST);
        var octets = new byte[stop - valueStart];
        int n = 0;
        for (int i = valueStart; i < stop; i++) {
            if (block[i] != '\r' && block[i] != '\n' && block[i] != 0) {
                octets[n++] = block[i];
            }
        }
        return Charsets.decode(octets, 0, n, null).strip();
    }

    /** The value as a person reads it: encoded words decoded, on one line. */
    public String value() {
        return oneLine(EncodedWord.decode(text()));
    }

    String lowerCaseName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Valid Unicode without controls: line breaks and tabs become spaces, NUL goes. */
    static String oneLine(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean good = c >= ' ' && c != 0x7f && !loneSurrogate(text, i);
            if (!good && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (out != null && c != 0) {
                out.append(good ? c : Character.isSurrogate(c) ? '\ufffd' : ' ');
            }
        }
        return out == null ? text : out.toString();
    }

    /** The start of a text, no character cut in two. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, pair ? longest - 1 : longest);
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    @Override
    public String toString() {
        return name + ": " + text();
    }
}
