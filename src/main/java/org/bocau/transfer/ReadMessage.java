package org.bocau.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bocau.mailclient.Correspondent;
import org.bocau.message.DateReader;
import org.bocau.message.HeaderBlock;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A message while it is read from a file: its octets in a spool, every line with CRLF, and its
 * header. What mbox keeps in the header beside the message is taken out of it.
 */
final class ReadMessage implements AutoCloseable {
    private static final int MOST_HEADER = 256 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final Set<String> BESIDE =
            Set.of(
                    "status",
                    "x-status",
                    "x-keywords",
                    "x-mozilla-status",
                    "x-mozilla-status2",
                    "x-mozilla-keys");

    private final Spool spool;
    private final OutputStream out;
    private final long most;
    private final boolean mbox;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final Map<String, String> beside = new HashMap<>();
    private boolean inHeader = true;
    private @Nullable String taking; // the field whose lines are taken out
    private boolean blankHeld;
    private boolean tooLarge;
    private long size;
    private @Nullable HeaderBlock parsed;

    /**
     * @param most octets that are kept; of a larger one only the size is known
     * @param mbox it has a blank line behind it, and may have fields beside it
     */
    ReadMessage(Spool spool, long most, boolean mbox) {
        this.spool = spool;
        this.out = spool.out();
        this.most = most;
        this.mbox = mbox;
    }

    /** Takes a line, or a piece of one, but for its first octets. */
    void add(LineReader line, int without) throws IOException {
        if (inHeader && line.begins()) beginField(line);
        if (taking != null) {
            beside.merge(taking, value(line), String::concat);
            return;
        }
        if (blankHeld) {
            blankHeld = false;
            write(CRLF, 0, 2);
        }
        if (mbox && line.blank()) blankHeld = true;
        else write(line, without);
    }

    private void beginField(LineReader line) {
        if (line.blank()) {
            inHeader = false;
            taking = null;
            return;
        }
        byte first = line.octets()[line.from()];
        if (first == ' ' || first == '\t') return;
        taking = null;
        if (!mbox) return;
        var name = name(line);
        if (BESIDE.contains(name) && !beside.containsKey(name)) taking = name;
    }

    private static String name(LineReader line) {
        int from = line.from();
        for (int i = from; i < line.to() && i < from + 20; i++) {
            if (line.octets()[i] == ':')
                return new String(line.octets(), from, i - from, StandardCharsets.US_ASCII)
                        .toLowerCase(Locale.ROOT);
        }
        return "";
    }

    private static String value(LineReader line) {
        var text =
                new String(
                        line.octets(),
                        line.from(),
                        Math.min(2000, line.to() - line.from()),
                        StandardCharsets.ISO_8859_1);
        boolean named = line.begins() && !text.startsWith(" ") && !text.startsWith("\t");
        return (named ? text.substring(text.indexOf(':') + 1) : " " + text).strip() + " ";
    }

    private void write(LineReader line, int without) throws IOException {
        var octets = line.octets();
        int from = line.from() + without;
        int to = line.to();
        boolean ends = to > line.from() && octets[to - 1] == '\n';
        if (ends) to--;
        if (ends && to > from && octets[to - 1] == '\r') to--;
        write(octets, from, to - from);
        if (ends) write(CRLF, 0, 2);
    }

    private void write(byte[] octets, int from, int length) throws IOException {
        size += length;
        if (size > most) {
            tooLarge = true;
            return;
        }
        out.write(octets, from, length);
        if (inHeader && header.size() + length <= MOST_HEADER) header.write(octets, from, length);
    }

    /** All of it has come. */
    void end() throws IOException {
        out.close();
        parsed = HeaderBlock.parse(header.toByteArray());
    }

    HeaderBlock header() {
        if (parsed == null) throw new IllegalStateException("the message is still being read");
        return parsed;
    }

    boolean isMessage() {
        return !header().fields().isEmpty();
    }

    boolean tooLarge() {
        return tooLarge;
    }

    long size() {
        return size;
    }

    Spool spool() {
        return spool;
    }

    /** Fields that were taken out, by names in lower case. */
    Map<String, String> beside() {
        return beside;
    }

    /** As people may read it. */
    String subject() {
        return Correspondent.shown(header().value("Subject"));
    }

    /** When the last server took it, else when it was written; null where neither is told. */
    @Nullable Instant date(Instant now) {
        var received = header().first("Received");
        if (received != null) {
            var text = received.text();
            var at = plausible(DateReader.read(text.substring(text.lastIndexOf(';') + 1)), now);
            if (at != null) return at;
        }
        var written = header().first("Date");
        return written == null ? null : plausible(DateReader.read(written.text()), now);
    }

    /** Null for what no message can have. */
    static @Nullable Instant plausible(@Nullable OffsetDateTime date, Instant now) {
        if (date == null || date.getYear() < 1970) return null;
        var at = date.toInstant();
        return at.isAfter(now.plusSeconds(86_400)) ? null : at;
    }

    @Override
    public void close() {
        spool.close();
    }
}
