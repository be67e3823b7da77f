package org.bocau.filter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.MimeParser;
import org.bocau.message.Spools;
import org.jspecify.annotations.Nullable;

/** A letter that scripts are tried on. */
final class Letters {
    private Letters() {}

    private static final String HEADER =
            """
            From: "Bình Trần" <binh@shop.example>
            To: An <an+news@example.org>, Chi <chi@example.org>
            Cc: dung@example.net
            Subject: =?UTF-8?Q?H=C3=B3a_=C4=91=C6=A1n_th=C3=A1ng_11?=
            List-Id: News of the shop <news.shop.example>
            X-Priority: 3

            """;

    static List<Action> decide(String script) {
        return Script.compile(script).decide(letter(2048, "binh@shop.example"));
    }

    static Letter letter(long size, @Nullable String sender) {
        return new Letter(
                HeaderBlock.parse(HEADER.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                size,
                sender == null ? null : EmailAddress.parse(sender),
                EmailAddress.parse("an+news@example.org"),
                Instant.parse("2026-11-22T18:30:00Z"),
                ZoneId.of("Asia/Ho_Chi_Minh"),
                BODY);
    }

    private static final String MULTIPART =
            """
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            R2nhuqNtIGdpw6EgNTAlIGNobyBhbmggQsOsbmg=
            --b
            Content-Type: text/html; charset=utf-8

            <p>Mua <b>ng</b>ay</p><!-- secret -->
            --b--
            """;

    private static final Letter.Content BODY = content(MULTIPART);

    static Letter.Content content(String message) {
        var octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var spool = new Spools(Path.of("target"), 1 << 20).create()) {
            try (var out = spool.out()) {
                out.write(octets);
            }
            return new Letter.Content(
                    MimeParser.parse(spool).root(),
                    (from, to) -> new ByteArrayInputStream(octets, (int) from, (int) (to - from)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
