package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any octets as a text part, in every encoding and the charsets that have states. */
public final class TextFuzz {
    /** Content-Type's parameters, and the encoding. */
    private static final List<String> HEADERS =
            List.of(
                    "text/html; charset=utf-8|7bit",
                    "text/plain; charset=iso-2022-jp|quoted-printable",
                    "text/plain; charset=gb18030|base64",
                    "text/plain; charset=utf-16; format=flowed|8bit");

    private TextFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (var header : HEADERS) {
            var message = new ByteArrayOutputStream();
            var fields =
                    ("Content-Type: " + header + "\r\n\r\n")
                            .replace("|", "\r\nContent-Transfer-Encoding: ");
            message.writeBytes(fields.getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(octets);
            Messages.wellFormed(Messages.parse(message.toByteArray()));
            var _ = Messages.bodyText(message.toByteArray());
        }
    }
}
