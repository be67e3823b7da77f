package org.bocau.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The encoding of ENVID and ORCPT: printable ASCII, with {@code +} and two hexadecimal digits for
 * the rest. RFC 3461 §4.
 */
public final class Xtext {
    private Xtext() {}

    /** True when the text is xtext already, as it stands in a parameter. */
    public static boolean isXtext(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex =
                    c == '+' && i + 2 < text.length() && isHex(text, i + 1) && isHex(text, i + 2);
            if (c < '!' || c > '~' || c == '=' || (c == '+' && !hex)) {
                return false;
            }
        }
        return true;
    }

    /** Lower case is not xtext: {@code hexchar = "+" 2(%x30-39 / %x41-46)}. */
    private static boolean isHex(String text, int at) {
        char c = text.charAt(at);
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    /** What stands for the text in a parameter; octets of UTF-8 where it is not ASCII. */
    public static String encode(String text) {
        var out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet < '!' || octet > '~' || octet == '+' || octet == '=') {
                out.append('+').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            } else {
                out.append((char) octet);
            }
        }
        return out.toString();
    }

    /** What the xtext stands for; a text that is none comes back as it is. */
    public static String decode(String xtext) {
        if (!isXtext(xtext)) {
            return xtext;
        }
        var octets = ByteBuffer.allocate(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                octets.put((byte) HexFormat.fromHexDigits(xtext, i + 1, i + 3));
                i += 2;
            } else {
                octets.put((byte) c);
            }
        }
        return new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8);
    }
}
