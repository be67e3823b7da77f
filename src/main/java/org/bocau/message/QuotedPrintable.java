package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes octets as quoted-printable: ASCII in lines of at most 76 columns. RFC 2045 §6.7. */
public final class QuotedPrintable {
    private static final int COLUMNS = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintable() {}

    /**
     * Line ends (CRLF) stay line ends; a CR or LF alone is an octet like any other.
     *
     * @return ends in CRLF unless it is empty
     */
    public static byte[] encode(byte[] octets) {
        var out = new StringBuilder(octets.length + octets.length / 8);
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            if (isLineEnd(octets, i)) {
                out.append("\r\n");
                column = 0;
                i++;
                continue;
            }
            var unit = unit(octets, i);
            if (column + unit.length() > COLUMNS - 1) { // one column for the soft line break
                out.append("=\r\n");
                column = 0;
            }
            out.append(unit);
            column += unit.length();
        }
        if (column > 0) {
            out.append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String unit(byte[] octets, int at) {
        byte octet = octets[at];
        boolean blank = octet == ' ' || octet == '\t';
        boolean last = at + 1 == octets.length || isLineEnd(octets, at + 1);
        boolean plain = octet > ' ' && octet < 0x7f && octet != '=';
        return plain || (blank && !last)
                ? String.valueOf((char) octet)
                : "=" + HEX.toHexDigits(octet);
    }

    private static boolean isLineEnd(byte[] octets, int at) {
        return octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
    }
}
