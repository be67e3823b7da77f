package org.bocau.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for octets that say something in text that is mostly silent, eight at a time: every octet
 * of every message passes here more than once.
 */
public final class OctetScan {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;

    private OctetScan() {}

    /** Where LF comes first; {@code to} when it does not. */
    public static int lineFeed(byte[] octets, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long found = zeroes((long) WORDS.get(octets, at) ^ FEEDS);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < to && octets[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Where CR, LF or NUL comes first; {@code to} when none does. */
    public static int control(byte[] octets, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long word = (long) WORDS.get(octets, at);
            long found = zeroes(word) | zeroes(word ^ FEEDS) | zeroes(word ^ RETURNS);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < to && octets[at] != '\r' && octets[at] != '\n' && octets[at] != 0) {
            at++;
        }
        return at;
    }

    /** True when an octet is above 127. */
    public static boolean eightBit(byte[] octets, int from, int to) {
        long all = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            all |= (long) WORDS.get(octets, at);
        }
        for (; at < to; at++) {
            all |= octets[at]; // of a negative one all high bits are set
        }
        return (all & HIGH) != 0;
    }

    /** The high bits of octets that are zero; above the first of them others may be set too. */
    private static long zeroes(long word) {
        return (word - ONES) & ~word & HIGH;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
