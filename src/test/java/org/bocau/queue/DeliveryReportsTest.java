package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.bocau.message.EmailAddress;
import org.bocau.message.Ret;
import org.bocau.message.Spools;
import org.bocau.net.HostName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Reports as another program reads them. RFC 6522, 3464, 6533; S22. */
class DeliveryReportsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final EmailAddress AN = EmailAddress.parse("an@here.example");

    private final DeliveryReports reports;

    DeliveryReportsTest(@TempDir Path home) {
        var texts = new ResourceBundleMessageSource();
        texts.setBasename("i18n/queue");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        reports =
                new DeliveryReports(
                        new Spools(home, 256 << 10),
                        new HostName("node.example"),
                        texts,
                        QueueNode.PROPERTIES,
                        Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void tellsPeopleInTwoLanguagesAndProgramsInFields() throws Exception {
        var raw =
                report(
                        "Subject: =?utf-8?Q?Ch=C3=A0o?=\r\n\r\nbody\r\n",
                        null,
                        false,
                        failed("b@x.example"));
        assertThat(raw).isASCII();
        var parts = parts(raw);

        assertThat(parts.getContentType())
                .startsWith("multipart/report; report-type=delivery-status;");
        assertThat((String) parts.getBodyPart(0).getContent())
                .contains(
                        "This is the mail system at node.example.",
                        "Đây là hệ thống thư tại node.example.")
                .contains("Subject / Chủ đề: Chào")
                .contains("<b@x.example>\r\n    mx.x.example: 550 5.1.1 no such user")
                .contains("Thư sẽ không được gửi lại.");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("message/delivery-status");
        assertThat(octets(parts.getBodyPart(1)))
                .isEqualTo(
                        """
                        Reporting-MTA: dns; node.example
                        Original-Envelope-Id: e=1
                        Arrival-Date: Sun, 22 Nov 2026 07:00:00 +0000

                        Original-Recipient: rfc822; o+1@x.example
                        Final-Recipient: rfc822; b@x.example
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.x.example
                        Diagnostic-Code: smtp; 550 5.1.1 no such user
                        Last-Attempt-Date: Sun, 22 Nov 2026 08:00:00 +0000
                        """
                                .replace("\n", "\r\n"));
        assertThat(parts.getBodyPart(2).getContentType()).isEqualTo("message/rfc822");
    }

    @Test
    void returnsTheHeaderWhenThatIsWhatWasAskedFor() throws Exception {
        var part =
                parts(
                                report(
                                        "Subject: x\r\nTo: y\r\n\r\nsecret\r\n",
                                        Ret.HDRS,
                                        false,
                                        failed("b@x.example")))
                        .getBodyPart(2);
        assertThat(part.getContentType()).startsWith("text/rfc822-headers");
        assertThat(octets(part)).isEqualTo("Subject: x\r\nTo: y\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NUL \u0000 here\r\n", "bare\rCR\r\n", "bare\nLF\r\n"})
    void whatCannotBeSentDoesNotComeBackWhole(String body) throws Exception {
        var raw = report("Subject: x\r\n\r\n" + body, Ret.FULL, false, failed("b@x.example"));
        assertThat(octets(parts(raw).getBodyPart(2))).isEqualTo("Subject: x\r\n");
        assertThat(raw).isASCII().doesNotContain("\u0000").doesNotContainPattern("[^\r]\n|\r[^\n]");
    }

    @Test
    void aLargeMessageReturnsItsHeaderWithinBounds() throws Exception {
        var header = "Subject: x\r\n" + ("X-Filler: " + "y".repeat(900) + "\r\n").repeat(200);
        var raw =
                report(
                        header + "\r\n" + "z".repeat(900).concat("\r\n").repeat(3000),
                        Ret.FULL,
                        false,
                        failed("b@x.example"));
        var back = octets(parts(raw).getBodyPart(2));
        assertThat(back.length()).isBetween(63 << 10, ReturnedMessage.HEADER_OCTETS);
        assertThat(header).startsWith(back);
        assertThat(back).endsWith("y\r\n");
    }

    @Test
    void eightBitComesBackAsItIs() throws Exception {
        var message = "Subject: x\r\n\r\n\u00e9\u00ff\r\n";
        var raw = report(message, null, false, failed("b@x.example"));
        var part = parts(raw).getBodyPart(2);
        assertThat(part.getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(octets(part)).isEqualTo(message);
    }

    @Test
    void anInternationalMessageMakesAReportOfAscii() throws Exception {
        var message =
                new String(
                        "Subject: Chào\r\n\r\nthân mến\r\n".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        var raw = report(message, null, true, failed("thư+1@x.example"));
        assertThat(raw).isASCII();
        var part = parts(raw).getBodyPart(2);
        assertThat(part.getContentType()).isEqualTo("message/global");
        var base64 = octets(part).getBytes(StandardCharsets.ISO_8859_1); // left so by Angus
        assertThat(Base64.getMimeDecoder().decode(base64))
                .isEqualTo(message.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(octets(parts(raw).getBodyPart(1)))
                .contains("Final-Recipient: utf-8; th\\x{1B0}\\x{2B}1@x.example\r\n");
        var header = parts(report(message, Ret.HDRS, true, failed("b@x.example"))).getBodyPart(2);
        assertThat(header.getContentType()).isEqualTo("message/global-headers");
    }

    @Test
    void strangersTextStaysWithinItsField() throws Exception {
        var wild =
                new DeliveryReport.Recipient(
                        EmailAddress.parse("b@x.example"),
                        "rfc822;a+0D+0AAction:+20delivered",
                        DeliveryReport.Action.FAILED,
                        "5.0.0",
                        "mx.x.example",
                        "550 =?utf-8?Q?x?= \u00e9 " + "w".repeat(500),
                        NOW,
                        null);
        var status =
                octets(parts(report("Subject: x\r\n\r\nx\r\n", null, false, wild)).getBodyPart(1));
        assertThat(status)
                .isASCII()
                .doesNotContain("\r\nAction: delivered")
                .contains("Action: failed");
    }

    @Test
    void theGravestNewsIsTheSubjectAndOnlyFailuresReturnTheMessage() throws Exception {
        var delayed =
                new DeliveryReport.Recipient(
                        EmailAddress.parse("c@x.example"),
                        null,
                        DeliveryReport.Action.DELAYED,
                        "4.4.1",
                        "",
                        "451 4.4.1 No host answers",
                        NOW,
                        NOW.plusSeconds(60));
        var both =
                parse(
                        report(
                                "Subject: x\r\n\r\nx\r\n",
                                null,
                                false,
                                delayed,
                                failed("b@x.example")));
        assertThat(both.getSubject()).isEqualTo("Mail not delivered / Thư không gửi được");
        var one = parts(report("Subject: x\r\n\r\nbody\r\n", Ret.FULL, false, delayed));
        assertThat(octets(one.getBodyPart(1)))
                .contains("Will-Retry-Until: Sun, 22 Nov 2026 08:01:00 +0000\r\n")
                .doesNotContain("Remote-MTA", "Diagnostic-Code");
        assertThat(octets(one.getBodyPart(2))).doesNotContain("body");
    }

    private static DeliveryReport.Recipient failed(String address) {
        return new DeliveryReport.Recipient(
                EmailAddress.parse(address),
                "rfc822;o+2B1@x.example",
                DeliveryReport.Action.FAILED,
                "5.1.1",
                "mx.x.example",
                "550 5.1.1 no such user",
                NOW,
                null);
    }

    /** The report, its octets as characters. */
    private String report(
            String message,
            @Nullable Ret ret,
            boolean smtpUtf8,
            DeliveryReport.Recipient... recipients)
            throws Exception {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        var report =
                new DeliveryReport(
                        AN,
                        "e+3D1",
                        ret,
                        smtpUtf8,
                        false,
                        NOW.minusSeconds(3600),
                        octets.length,
                        List.of(recipients));
        try (var notice = reports.compose(report, () -> new ByteArrayInputStream(octets));
                var in = notice.octets().open()) {
            var raw = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(notice.eightBit()).isEqualTo(raw.chars().anyMatch(c -> c > 0x7f));
            assertThat(raw.substring(0, notice.localOctets())).isEqualTo("Return-Path: <>\r\n");
            return raw;
        }
    }

    private static MimeMessage parse(String raw) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static MimeMultipart parts(String raw) throws Exception {
        var message = parse(raw);
        return new MimeMultipart(message.getDataHandler().getDataSource());
    }

    private static String octets(BodyPart part) throws Exception {
        try (var in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
