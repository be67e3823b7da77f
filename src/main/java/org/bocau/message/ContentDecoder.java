package org.bocau.message;

import java.io.InputStream;
import java.util.Locale;

/** Undoes content transfer encodings, RFC 2045 §6. */
public final class ContentDecoder {
    private ContentDecoder() {}

    /** True when {@link #decode} knows the encoding; BINARY answers UNKNOWN-CTE otherwise. */
    public static boolean knows(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
            default -> false;
        };
    }

    /**
     * The octets behind the encoding. Malformed input never fails: what cannot be decoded is
     * skipped (base64) or passed on (quoted-printable). An unknown encoding changes nothing.
     *
     * @param encoded read as the result is read, and closed with it
     */
    public static InputStream decode(InputStream encoded, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> new Base64Stream(encoded);
            case "quoted-printable" -> new QuotedPrintableStream(encoded);
            default -> encoded;
        };
    }
}
