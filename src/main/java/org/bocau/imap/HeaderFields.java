package org.bocau.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** HEADER.FIELDS and HEADER.FIELDS.NOT: some fields of a header, as they are. RFC 3501 §6.4.5. */
final class HeaderFields {
    private final Set<String> names = new HashSet<>();
    private final boolean others;

    /**
     * @param others all fields but those named
     */
    HeaderFields(List<String> names, boolean others) {
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
        this.others = others;
    }

    /** The fields in their order, and the empty line. */
    byte[] from(byte[] header) {
        var out = new ByteArrayOutputStream();
        boolean taken = false;
        for (int start = 0; start < header.length; ) {
            int end = lineEnd(header, start);
            boolean folded = header[start] == ' ' || header[start] == '\t';
            if (!folded) {
                taken = end - start > 2 && names.contains(name(header, start, end)) != others;
                if (header[start] == '\r' || header[start] == '\n') {
                    break; // the empty line
                }
            }
            if (taken) {
                out.write(header, start, end - start);
            }
            start = end;
        }
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }

    /** After the line's LF, or the end. */
    private static int lineEnd(byte[] header, int start) {
        int at = start;
        while (at < header.length && header[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, header.length);
    }

    /** What stands before the colon, white space at its end aside. */
    private static String name(byte[] header, int start, int end) {
        int colon = start;
        while (colon < end && header[colon] != ':') {
            colon++;
        }
        while (colon > start && (header[colon - 1] == ' ' || header[colon - 1] == '\t')) {
            colon--;
        }
        return new String(header, start, colon - start, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
