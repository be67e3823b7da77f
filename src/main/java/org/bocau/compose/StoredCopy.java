package org.bocau.compose;

import jakarta.mail.Session;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.message.Spool;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent again as it lies in a folder, octet by octet, but for some fields of its
 * header section. It is read from its spool whenever it is written, and never held whole.
 */
final class StoredCopy extends SMTPMessage {
    private static final int MAX_LINE = 1_000_000;

    private final Spool octets;
    private final List<String> first;
    private final Set<String> without;

    /**
     * @param first fields to stand on top, each without its line end
     * @param without names of fields that go, in lower case
     */
    StoredCopy(Session session, Spool octets, List<String> first, Set<String> without) {
        super(session);
        this.octets = octets;
        this.first = List.copyOf(first);
        this.without = Set.copyOf(without);
        this.saved = true;
    }

    @Override
    public void writeTo(OutputStream to, String @Nullable [] ignored) throws IOException {
        var gone = new TreeSet<>(without);
        if (ignored != null) for (var name : ignored) gone.add(name.toLowerCase(Locale.ROOT));
        var out = new BufferedOutputStream(to);
        for (var field : first) {
            out.write(field.getBytes(StandardCharsets.UTF_8));
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        try (var in = new BufferedInputStream(octets.open())) {
            header(in, out, gone);
            in.transferTo(out);
        }
        out.flush();
    }

    /** Copies up to the empty line, which is copied too. A folded field goes or stays whole. */
    private static void header(InputStream in, OutputStream out, Set<String> gone)
            throws IOException {
        boolean kept = true;
        for (var line = line(in); line.length > 0; line = line(in)) {
            boolean folded = line[0] == ' ' || line[0] == '\t';
            if (!folded) kept = !gone.contains(name(line));
            if (kept) out.write(line);
            if (line[0] == '\r' || line[0] == '\n') return;
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n' || line.size() > MAX_LINE) break;
        }
        return line.toByteArray();
    }

    private static String name(byte[] line) {
        int colon = 0;
        while (colon < line.length && line[colon] != ':') colon++;
        return new String(line, 0, colon, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
