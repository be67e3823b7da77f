package org.bocau.testing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The messages that {@code inbox 3 messages} puts in place: small, distinct, always the same. */
public final class SampleMessage {
    private SampleMessage() {}

    /** Message {@code number}, from 1, as octets in ISO 8859-1 characters. */
    public static String octets(int number, String to) {
        return String.format(
                Locale.ROOT,
                """
                From: Ada Lovelace <ada@example.net>\r
                To: <%2$s>\r
                Subject: Message %1$d\r
                Date: Mon, 02 Nov 2026 10:%1$02d:00 +0000\r
                Message-ID: <sample-%1$d@example.net>\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                \r
                This is message %1$d.\r
                """,
                number,
                to);
    }

    /** The same as octets. */
    public static byte[] bytes(int number, String to) {
        return octets(number, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
