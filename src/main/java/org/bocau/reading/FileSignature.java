package org.bocau.reading;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a file is by its first octets, of the few kinds that browsers may show in place (T27). */
final class FileSignature {
    /** As many octets tell. */
    static final int LENGTH = 16;

    private FileSignature() {}

    /** The first octets of a file, which are read again after this. */
    static byte[] start(PushbackInputStream file) throws IOException {
        var start = file.readNBytes(LENGTH);
        file.unread(start);
        return start;
    }

    /** Its media type; null when it is none of them. */
    static @Nullable String of(byte[] start) {
        if (starts(start, 0, "\u0089PNG\r\n\u001a\n")) return "image/png";
        if (starts(start, 0, "\u00ff\u00d8\u00ff")) return "image/jpeg";
        if (starts(start, 0, "GIF87a") || starts(start, 0, "GIF89a")) return "image/gif";
        if (starts(start, 0, "RIFF") && starts(start, 8, "WEBP")) return "image/webp";
        if (starts(start, 4, "ftypavif") || starts(start, 4, "ftypavis")) return "image/avif";
        return starts(start, 0, "%PDF-") ? "application/pdf" : null;
    }

    private static boolean starts(byte[] octets, int at, String text) {
        var wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < at + wanted.length) return false;
        for (int i = 0; i < wanted.length; i++) {
            if (octets[at + i] != wanted[i]) return false;
        }
        return true;
    }
}
