package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * BODY[HEADER.FIELDS (…)] and its NOT: the octets of the fields so named, in the message's order,
 * and the empty line. RFC 3501 §6.4.5. Made once for a command and used for every message, so it
 * looks at each octet once and makes no objects but the result. What a field is, {@link
 * HeaderBlock} says.
 */
public final class HeaderSelection {
    private final byte[][] names; // lower case
    private final boolean named;

    private HeaderSelection(Collection<String> names, boolean named) {
        this.names =
                names.stream()
                        .map(name -> name.getBytes(StandardCharsets.ISO_8859_1))
                        .peek(HeaderSelection::toLowerCase)
                        .toArray(byte[][]::new);
        this.named = named;
    }

    /** The fields of these names, in any case. */
    public static HeaderSelection only(Collection<String> names) {
        return new HeaderSelection(names, true);
    }

    /** Everything but the fields of these names; lines that are no field too. */
    public static HeaderSelection except(Collection<String> names) {
        return new HeaderSelection(names, false);
    }

    private static void toLowerCase(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            name[i] = lowerCase(name[i]);
        }
    }

    private static byte lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }

    /**
     * @param header with or without its empty line
     */
    public byte[] of(byte[] header) {
        byte[] out = new byte[header.length + 2];
        int used = 0;
        int at = 0;
        while (at < header.length && header[at] != '\r' && header[at] != '\n') {
            int nameEnd = nameEnd(header, at);
            int end = fieldEnd(header, at);
            if (wanted(header, at, nameEnd)) {
                System.arraycopy(header, at, out, used, end - at);
                used += end - at;
            }
            at = end;
        }
        out[used++] = '\r';
        out[used++] = '\n';
        return Arrays.copyOf(out, used);
    }

    /** Where the field's name ends; {@code start} when the line is no field. */
    private static int nameEnd(byte[] header, int start) {
        int end = start;
        while (end < header.length
                && header[end] > ' '
                && header[end] < 0x7f
                && header[end] != ':') {
            end++;
        }
        int colon = end;
        while (colon < header.length && (header[colon] == ' ' || header[colon] == '\t')) {
            colon++;
        }
        return colon < header.length && header[colon] == ':' ? end : start;
    }

    /** Behind the field's last line: the next line that is not folded into it. */
    private static int fieldEnd(byte[] header, int start) {
        int at = start;
        do {
            while (at < header.length && header[at] != '\n' && header[at] != '\r') {
                at++;
            }
            if (at < header.length) {
                boolean crlf =
                        header[at] == '\r' && at + 1 < header.length && header[at + 1] == '\n';
                at += crlf ? 2 : 1;
            }
        } while (at < header.length && (header[at] == ' ' || header[at] == '\t'));
        return at;
    }

    private boolean wanted(byte[] header, int start, int nameEnd) {
        if (nameEnd == start) {
            return !named;
        }
        for (byte[] name : names) {
            if (name.length == nameEnd - start && same(name, header, start)) {
                return named;
            }
        }
        return !named;
    }

    private static boolean same(byte[] name, byte[] header, int start) {
        for (int i = 0; i < name.length; i++) {
            if (lowerCase(header[start + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
