package org.bocau.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bocau.message.DateReader;
import org.jspecify.annotations.Nullable;

/**
 * Takes an mbox apart: a line that begins with {@code From } and tells a time, at the beginning or
 * after a blank line, begins a message; one mark of lines that only look like it is taken away
 * (mboxrd). RFC 4155.
 */
final class MboxReader {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern TIME = Pattern.compile("From (\\S*) ?(.*\\d\\d:\\d\\d.*)");
    private static final int LOOKED_AT = 200;

    private final LineReader lines;
    private final Supplier<ReadMessage> fresh;
    private final Sink sink;
    private @Nullable ReadMessage message;
    private @Nullable Instant receivedAt; // of the message

    /** Where messages go. */
    interface Sink {
        /**
         * @param receivedAt what the line before it says; null where it says nothing
         */
        void message(ReadMessage message, @Nullable Instant receivedAt) throws IOException;

        /** So many lines are of no message. */
        void strayLines(int count) throws IOException;

        Instant now();
    }

    MboxReader(InputStream in, Supplier<ReadMessage> fresh, Sink sink) {
        this.lines = new LineReader(in);
        this.fresh = fresh;
        this.sink = sink;
    }

    /** Reads to the end; each message is handed over as soon as it is whole. */
    void read() throws IOException {
        int stray = 0;
        boolean mayBegin = true;
        try {
            while (lines.next()) {
                var told = mayBegin && lines.begins() ? told() : null;
                if (told != null) {
                    handOver();
                    message = fresh.get();
                    receivedAt = receivedAt(told);
                } else if (message != null) {
                    message.add(lines, marked() ? 1 : 0);
                } else if (!lines.blank()) {
                    stray++;
                }
                mayBegin = lines.blank() || message == null;
            }
            if (stray > 0) sink.strayLines(stray);
            handOver();
        } finally {
            if (message != null) message.close();
        }
    }

    /** Sender and time, where the line begins a message. */
    private @Nullable MatchResult told() {
        if (!lines.startsWith(FROM)) return null;
        int length = Math.min(LOOKED_AT, lines.to() - lines.from());
        var text =
                new String(lines.octets(), lines.from(), length, StandardCharsets.ISO_8859_1)
                        .strip();
        var told = TIME.matcher(text);
        return told.matches() ? told.toMatchResult() : null;
    }

    /** {@code From - } is Thunderbird's: when it wrote the file, not when the message came. */
    private @Nullable Instant receivedAt(MatchResult told) {
        if (told.group(1).equals("-")) return null;
        return ReadMessage.plausible(DateReader.read(told.group(2)), sink.now());
    }

    /** {@code >From }, {@code >>From } and so on. */
    private boolean marked() {
        if (!lines.begins() || lines.octets()[lines.from()] != '>') return false;
        int at = lines.from();
        while (at < lines.to() && lines.octets()[at] == '>') at++;
        if (lines.to() - at < FROM.length) return false;
        for (int i = 0; i < FROM.length; i++) {
            if (lines.octets()[at + i] != FROM[i]) return false;
        }
        return true;
    }

    private void handOver() throws IOException {
        var whole = message;
        if (whole == null) return;
        message = null;
        try (whole) {
            whole.end();
            sink.message(whole, receivedAt);
        }
    }
}
