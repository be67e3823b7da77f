package org.bocau.safety;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Messages as a hostile sender writes them. */
final class Letters {
    private Letters() {}

    /** A message from its text, with the line ends of mail. */
    static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A message of one part. */
    static byte[] of(String subject, String type, String content) {
        return octets(
                """
                From: Mallory <m@evil.example>
                To: an@example.org
                Subject: %s
                MIME-Version: 1.0
                Content-Type: %s
                Content-Transfer-Encoding: base64

                %s
                """
                        .formatted(subject, type, encoded(content)));
    }

    static byte[] html(String subject, String content) {
        return of(subject, "text/html; charset=utf-8", content);
    }

    /** In lines of base64. */
    static String encoded(String content) {
        return Base64.getMimeEncoder(76, new byte[] {'\n'})
                .encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A multipart message of parts that are written with their own header. */
    static byte[] multipart(String kind, String subject, String... parts) {
        var body = new StringBuilder();
        for (var part : parts) body.append("--limit\n").append(part).append("\n");
        return octets(
                """
                From: Mallory <m@evil.example>
                To: an@example.org
                Subject: %s
                MIME-Version: 1.0
                Content-Type: multipart/%s; boundary=limit

                %s--limit--
                """
                        .formatted(subject, kind, body));
    }

    /** A part: the lines of its header, an empty one, its content in base64. */
    static String part(String header, String content) {
        return header.strip() + "\nContent-Transfer-Encoding: base64\n\n" + encoded(content) + "\n";
    }
}
