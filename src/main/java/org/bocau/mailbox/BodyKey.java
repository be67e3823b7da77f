package org.bocau.mailbox;

import java.util.HexFormat;

/**
 * Names a stored body: SHA-256 over its octets, and their number.
 *
 * @param sha256 32 octets
 */
public record BodyKey(byte[] sha256, long size) {
    @Override
    public boolean equals(Object other) {
        return other instanceof BodyKey key
                && java.util.Arrays.equals(sha256, key.sha256)
                && size == key.size;
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(sha256, 0, 8) + "/" + size;
    }
}
