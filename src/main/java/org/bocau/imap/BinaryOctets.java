package org.bocau.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bocau.imap.FetchItem.Binary;
import org.bocau.mailbox.Bodies;
import org.bocau.mailbox.StoredMessage;
import org.bocau.message.ContentDecoder;
import org.bocau.message.Part;
import org.jspecify.annotations.Nullable;

/**
 * BINARY and BINARY.SIZE: the octets of a part behind its content transfer encoding. RFC 3516.
 * Nothing large is held: to know the size, which has to be written first, it is decoded once more.
 */
final class BinaryOctets {
    /** Decoded octets up to which once is enough. */
    private static final int HELD = 128 * 1024;

    private final Bodies bodies;

    BinaryOctets(Bodies bodies) {
        this.bodies = bodies;
    }

    /**
     * A part's octets as they are stored, {@code from} inclusive to {@code to} exclusive.
     *
     * @param encoding of a multipart, and of the message itself, none
     */
    private record Encoded(long from, long to, String encoding) {
        boolean identity() {
            return !encoding.equals("base64") && !encoding.equals("quoted-printable");
        }
    }

    /** False when nobody knows how to decode it: {@code NO [UNKNOWN-CTE]}. RFC 3516 §4.3. */
    static boolean knows(Binary item, StoredMessage message) {
        Encoded part = encoded(item, message);
        return part == null || ContentDecoder.knows(part.encoding());
    }

    private static @Nullable Encoded encoded(Binary item, StoredMessage message) {
        if (item.part().isEmpty()) {
            return new Encoded(0, message.size(), "binary");
        }
        Part part = message.parts().find(item.part());
        if (part == null) {
            return null;
        }
        // RFC 2045 §6.4: nothing but 7bit, 8bit and binary is an encoding of a multipart.
        String encoding = part.multipart() ? "binary" : part.encoding();
        return new Encoded(part.bodyStart(), part.bodyEnd(), encoding);
    }

    /** Writes {@code <origin>}, a space and what was asked for; NIL or 0 where there is no part. */
    void write(Binary item, StoredMessage message, ImapWriter out) throws IOException {
        if (item.origin() >= 0) {
            out.raw("<").number(item.origin()).raw(">");
        }
        out.raw(" ");
        Encoded part = encoded(item, message);
        if (item.size()) {
            out.number(part == null ? 0 : size(part, message));
        } else if (part == null) {
            out.raw("NIL");
        } else {
            octets(item, part, message, out);
        }
    }

    private long size(Encoded part, StoredMessage message) throws IOException {
        if (part.identity()) {
            return part.to() - part.from();
        }
        try (InputStream in = decoded(part, message)) {
            return Measured.rest(in, Long.MAX_VALUE).octets();
        }
    }

    private void octets(Binary item, Encoded part, StoredMessage message, ImapWriter out)
            throws IOException {
        long origin = Math.max(item.origin(), 0);
        long most = item.origin() < 0 ? Long.MAX_VALUE : item.count();
        Measured whole;
        try (InputStream in = decoded(part, message)) {
            if (in.skip(origin) < origin) {
                out.raw("\"\""); // quirk 15: past the end is empty, not an error
                return;
            }
            byte[] held = in.readNBytes((int) Math.min(most, HELD));
            var start = Measured.of(held, held.length);
            if (held.length < HELD) {
                literal(start, new ByteArrayInputStream(held), out);
                return;
            }
            whole = start.and(Measured.rest(in, most - held.length));
        }
        try (InputStream in = decoded(part, message)) {
            in.skipNBytes(origin);
            literal(whole, in, out);
        }
    }

    /** RFC 3516 §4.3: a literal8 only where NUL is in it, so that the client need not look. */
    private static void literal(Measured measured, InputStream in, ImapWriter out)
            throws IOException {
        if (measured.octets() == 0) {
            out.raw("\"\"");
        } else if (measured.nul()) {
            out.literal8(measured.octets(), in);
        } else {
            out.literal(measured.octets(), in);
        }
    }

    private InputStream decoded(Encoded part, StoredMessage message) {
        InputStream in = bodies.open(message.body(), part.from(), part.to());
        return ContentDecoder.decode(in, part.encoding());
    }

    /** How many octets, and whether NUL is among them. */
    private record Measured(long octets, boolean nul) {
        static Measured of(byte[] octets, int length) {
            boolean nul = false;
            for (int i = 0; i < length && !nul; i++) {
                nul = octets[i] == 0;
            }
            return new Measured(length, nul);
        }

        /** Reads to the end, or {@code most} octets. */
        static Measured rest(InputStream in, long most) throws IOException {
            var sum = new Measured(0, false);
            byte[] buffer = new byte[8192];
            while (sum.octets < most) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, most - sum.octets));
                if (n < 0) {
                    break;
                }
                sum = sum.and(of(buffer, n));
            }
            return sum;
        }

        Measured and(Measured more) {
            return new Measured(octets + more.octets, nul || more.nul);
        }
    }
}
