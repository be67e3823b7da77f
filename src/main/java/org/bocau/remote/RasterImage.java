package org.bocau.remote;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a picture is by its own octets: one of the five kinds that hold nothing but pixels, and how
 * many. What a server or a letter says about it is not asked.
 *
 * @param type media type
 */
public record RasterImage(String type, long width, long height) {
    private static final int LOOKED_AT = 64 * 1024;
    private static final int MAX_SIDE = 32_767;

    /** Null when it is none of the five, or does not say its size. */
    public static @Nullable RasterImage of(byte[] octets) {
        var found = recognised(octets);
        boolean sized =
                found != null
                        && found.width > 0
                        && found.height > 0
                        && found.width <= MAX_SIDE
                        && found.height <= MAX_SIDE;
        return sized ? found : null;
    }

    public long pixels() {
        return width * height;
    }

    private static @Nullable RasterImage recognised(byte[] o) {
        if (starts(o, 0, "\u0089PNG\r\n\u001a\n") && starts(o, 12, "IHDR") && o.length > 24) {
            return new RasterImage("image/png", big(o, 16, 4), big(o, 20, 4));
        }
        if ((starts(o, 0, "GIF87a") || starts(o, 0, "GIF89a")) && o.length > 13) {
            return new RasterImage("image/gif", little(o, 6, 2), little(o, 8, 2));
        }
        if (starts(o, 0, "\u00ff\u00d8\u00ff")) return jpeg(o);
        if (starts(o, 0, "RIFF") && starts(o, 8, "WEBP")) return webp(o);
        if (starts(o, 4, "ftypavif") || starts(o, 4, "ftypavis")) return avif(o);
        return null;
    }

    /** ITU T.81 §B.1.1: from segment to segment until a frame header tells the size. */
    private static @Nullable RasterImage jpeg(byte[] o) {
        int at = 2;
        while (at + 9 < o.length && (o[at] & 0xff) == 0xff) {
            int marker = o[at + 1] & 0xff;
            boolean frame =
                    marker >= 0xc0
                            && marker <= 0xcf
                            && marker != 0xc4
                            && marker != 0xc8
                            && marker != 0xcc;
            if (frame) {
                return new RasterImage("image/jpeg", big(o, at + 7, 2), big(o, at + 5, 2));
            }
            boolean fill = marker == 0xff;
            boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
            at += fill ? 1 : alone ? 2 : 2 + Math.max(2, (int) big(o, at + 2, 2));
        }
        return null;
    }

    /** RFC 9649 §2: lossy, lossless, or extended. */
    private static @Nullable RasterImage webp(byte[] o) {
        if (o.length < 30) return null;
        if (starts(o, 12, "VP8 ")) {
            return new RasterImage(
                    "image/webp", little(o, 26, 2) & 0x3fff, little(o, 28, 2) & 0x3fff);
        }
        if (starts(o, 12, "VP8L")) {
            long bits = little(o, 21, 4);
            return new RasterImage("image/webp", (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
        }
        if (starts(o, 12, "VP8X")) {
            return new RasterImage("image/webp", little(o, 24, 3) + 1, little(o, 27, 3) + 1);
        }
        return null;
    }

    /** ISO 23008-12: the largest image spatial extents of all items. */
    private static @Nullable RasterImage avif(byte[] o) {
        RasterImage largest = null;
        for (int at = 0; at + 16 < Math.min(o.length, LOOKED_AT); at++) {
            if (!starts(o, at, "ispe")) continue;
            var found = new RasterImage("image/avif", big(o, at + 8, 4), big(o, at + 12, 4));
            if (largest == null || found.pixels() > largest.pixels()) largest = found;
        }
        return largest;
    }

    private static boolean starts(byte[] octets, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < at + wanted.length) return false;
        for (int i = 0; i < wanted.length; i++) {
            if (octets[at + i] != wanted[i]) return false;
        }
        return true;
    }

    private static long big(byte[] octets, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) value = (value << 8) | (octets[at + i] & 0xff);
        return value;
    }

    private static long little(byte[] octets, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) value = (value << 8) | (octets[at + i] & 0xff);
        return value;
    }
}
