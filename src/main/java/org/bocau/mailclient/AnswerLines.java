package org.bocau.mailclient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses as the library does, a line and the literals in it (RFC 3501 §4.3), but many
 * octets at a time: it takes each by itself, and a lock for each, which was a sixth of the time of
 * a list. Owned by one connection's thread.
 */
final class AnswerLines extends ResponseInputStream {
    private static final int AHEAD = 8192;
    private static final int FIRST = 256;
    private static final int LARGEST_STEP = 256 * 1024;
    private static final int LINE_END = 2;
    private static final int MOST_DIGITS = 9; // a literal is in memory: no more would fit

    private final Source source;
    private final byte[] ahead = new byte[AHEAD];
    private int at; // what was read ahead and is not taken begins here
    private int end;

    /** Where octets come from; the same stream each time. */
    @FunctionalInterface
    interface Source {
        InputStream stream() throws IOException;
    }

    AnswerLines(Source source) {
        super(InputStream.nullInputStream());
        this.source = source;
    }

    /**
     * One response, line end and all.
     *
     * @param given to be used again; null for a new one
     */
    @Override
    public ByteArray readResponse(@Nullable ByteArray given) throws IOException {
        var into = given == null ? new ByteArray(new byte[FIRST], 0, FIRST) : given;
        int length = line(into, 0);
        for (int literal = literal(into.getBytes(), length);
                literal >= 0;
                literal = literal(into.getBytes(), length)) {
            length = line(into, octets(into, length, literal));
        }
        into.setCount(length);
        return into;
    }

    @Override
    public int available() throws IOException {
        return end - at + source.stream().available();
    }

    /** Adds all up to a CRLF, and returns how long the response is now. */
    private int line(ByteArray into, int before) throws IOException {
        int length = before;
        while (true) {
            if (at == end) fill();
            int stop = at;
            while (stop < end && ahead[stop] != '\n') stop++;
            boolean lineFeed = stop < end;
            int count = stop - at + (lineFeed ? 1 : 0);
            room(into, length, count);
            System.arraycopy(ahead, at, into.getBytes(), length, count);
            at += count;
            length += count;
            if (lineFeed && length >= LINE_END && into.getBytes()[length - LINE_END] == '\r') {
                return length;
            }
        }
    }

    /** Adds so many octets, and returns how long the response is now. */
    private int octets(ByteArray into, int before, int count) throws IOException {
        room(into, before, count + LINE_END);
        int had = Math.min(count, end - at);
        System.arraycopy(ahead, at, into.getBytes(), before, had);
        at += had;
        int read = source.stream().readNBytes(into.getBytes(), before + had, count - had);
        if (read < count - had) throw gone();
        return before + count;
    }

    private void fill() throws IOException {
        at = 0;
        end = 0; // also when reading fails: nothing is taken twice
        int read = source.stream().read(ahead);
        if (read <= 0) throw gone();
        end = read;
    }

    private static IOException gone() {
        return new IOException("the IMAP server closed the connection");
    }

    private static void room(ByteArray into, int length, int more) {
        int have = into.getBytes().length;
        int lacking = length + more - have;
        if (lacking > 0) into.grow(Math.max(lacking, Math.min(have, LARGEST_STEP)));
    }

    /**
     * How long the literal is that a line announces with <code>{n}</code>; -1 where it does not.
     */
    private static int literal(byte[] line, int length) {
        int close = length - LINE_END - 1;
        if (close < 0 || line[close] != '}') return -1;
        int open = close - 1;
        while (open >= 0 && line[open] >= '0' && line[open] <= '9') open--;
        int digits = close - open - 1;
        if (open < 0 || line[open] != '{' || digits == 0 || digits > MOST_DIGITS) return -1;
        return Integer.parseInt(new String(line, open + 1, digits, StandardCharsets.US_ASCII));
    }
}
