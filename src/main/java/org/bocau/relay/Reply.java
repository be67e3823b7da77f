package org.bocau.relay;

/**
 * What a host replied: data of a stranger, bounded and printable, never a line of a protocol again.
 *
 * @param code 200 to 599
 * @param text all lines, joined by spaces
 */
public record Reply(int code, String text) {
    /** Characters of {@link #text} kept. */
    static final int MAX_TEXT = 512;

    public Reply {
        var printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        text = printable.length() > MAX_TEXT ? printable.substring(0, MAX_TEXT) : printable;
    }

    /** 2yz: done. */
    boolean completed() {
        return code / 100 == 2;
    }

    /** 3yz: go on. */
    boolean intermediate() {
        return code / 100 == 3;
    }

    /** 5yz: the same again will fail again. RFC 5321 §4.2.1. */
    boolean permanent() {
        return code / 100 == 5;
    }

    @Override
    public String toString() {
        return code + " " + text;
    }
}
