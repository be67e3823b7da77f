package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * BODY[HEADER.FIELDS (…)] and its NOT: the octets of the fields so named, in the message's order,
 * and the empty line. RFC 3501 §6.4.5. Made once for a command and used for every message, so it
 * looks at each octet once and makes no objects but the result. What a field is, {@link
 * FieldScanner} says.
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
        var scanner = new FieldScanner(header);
        while (scanner.next()) {
            int length = scanner.end() - scanner.start();
            if (wanted(header, scanner.start(), scanner.nameEnd())) {
                System.arraycopy(header, scanner.start(), out, used, length);
                used += length;
            }
        }
        out[used++] = '\r';
        out[used++] = '\n';
        return Arrays.copyOf(out, used);
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
