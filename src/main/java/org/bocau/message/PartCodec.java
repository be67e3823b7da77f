package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a part tree: a version octet, then each part before its children; numbers of 7
 * bits an octet, offsets from the start of the part before, strings with their length plus one (0:
 * null).
 */
final class PartCodec {
    private static final int VERSION = 1;
    private static final int MOST_DEPTH = PartScanner.MOST_DEPTH + 10;

    private PartCodec() {}

    static byte[] encode(Part root) {
        var out = new ByteArrayOutputStream();
        out.write(VERSION);
        write(root, 0, out);
        return out.toByteArray();
    }

    private static void write(Part part, long origin, ByteArrayOutputStream out) {
        string(part.type(), out);
        string(part.subtype(), out);
        string(part.charset(), out);
        string(part.encoding(), out);
        string(part.disposition(), out);
        string(part.fileName(), out);
        string(part.contentId(), out);
        number(part.headerStart() - origin, out);
        number(part.bodyStart() - part.headerStart(), out);
        number(part.bodyEnd() - part.bodyStart(), out);
        number(part.lines(), out);
        number(part.children().size(), out);
        part.children().forEach(child -> write(child, part.headerStart(), out));
    }

    private static void string(@Nullable String text, ByteArrayOutputStream out) {
        if (text == null) {
            number(0, out);
        } else {
            var octets = text.getBytes(StandardCharsets.UTF_8);
            number(octets.length + 1L, out);
            out.writeBytes(octets);
        }
    }

    private static void number(long value, ByteArrayOutputStream out) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /**
     * @throws IllegalArgumentException not what {@link #encode} writes
     */
    static Part decode(byte[] encoded) {
        try {
            var in = new Reader(encoded);
            if (in.octet() != VERSION) {
                throw new IllegalArgumentException("a part tree of an unknown version");
            }
            return in.part(0, 0);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the part tree is cut", e);
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private int at;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        int octet() {
            return octets[at++] & 0xff;
        }

        Part part(long origin, int depth) {
            if (depth > MOST_DEPTH) {
                throw new IllegalArgumentException("the part tree is too deep");
            }
            var type = required(string());
            var subtype = required(string());
            var charset = string();
            var encoding = required(string());
            var disposition = string();
            var fileName = string();
            var contentId = string();
            long headerStart = origin + number();
            long bodyStart = headerStart + number();
            long bodyEnd = bodyStart + number();
            long lines = number();
            return new Part(
                    type,
                    subtype,
                    charset,
                    encoding,
                    disposition,
                    fileName,
                    contentId,
                    headerStart,
                    bodyStart,
                    bodyEnd,
                    lines,
                    children(headerStart, depth));
        }

        private List<Part> children(long origin, int depth) {
            long count = number();
            var children = new ArrayList<Part>();
            for (long i = 0; i < count; i++) { // each takes octets, so a wrong count ends soon
                children.add(part(origin, depth + 1));
            }
            return List.copyOf(children);
        }

        private static String required(@Nullable String text) {
            if (text == null) {
                throw new IllegalArgumentException("the part tree lacks a type");
            }
            return text;
        }

        private @Nullable String string() {
            int length = Math.toIntExact(Math.min(number(), Integer.MAX_VALUE)) - 1;
            if (length < 0) {
                return null;
            }
            if (length > octets.length - at) {
                throw new IndexOutOfBoundsException();
            }
            at += length;
            return new String(octets, at - length, length, StandardCharsets.UTF_8);
        }

        private long number() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                int octet = octet();
                value |= (long) (octet & 0x7f) << shift;
                if (octet < 0x80) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of the part tree is too long");
        }
    }
}
