package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports as other systems write them. RFC 3464. */
class DeliveryStatusTest {
    @TempDir Path folder;

    private Optional<List<DeliveryStatus.Recipient>> read(String message) throws IOException {
        try (var spool = new Spools(folder, 4096).create()) {
            try (var out = spool.out()) {
                out.write(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            return DeliveryStatus.read(MimeParser.parse(spool), spool);
        }
    }

    private static String report(String encoding, String status) {
        return """
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b

        Sorry.
        --b
        Content-Type: message/delivery-status
        Content-Transfer-Encoding: %s

        %s
        --b
        Content-Type: text/rfc822-headers

        Subject: x
        --b--
        """
                .formatted(encoding, status);
    }

    @Test
    void readsEachRecipient() throws IOException {
        var status =
                """
                Reporting-MTA: dns; mx.example
                Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000

                Final-Recipient: rfc822; an@example.net
                Original-Recipient: rfc822;An+x@example.org
                Action: failed (for good)
                Status: 5.1.1 (unknown)
                Diagnostic-Code: smtp; 550 5.1.1
                  no such user

                Final-Recipient: RFC822;<binh@example.net>
                action: DELAYED
                Status: 4.4.1\
                """;
        assertThat(read(report("7bit", status)).orElseThrow())
                .containsExactly(
                        new DeliveryStatus.Recipient(
                                EmailAddress.parse("An+x@example.org"), "failed", "5.1.1"),
                        new DeliveryStatus.Recipient(
                                EmailAddress.parse("binh@example.net"), "delayed", "4.4.1"));
    }

    @Test
    void readsWhatIsEncodedAndLivesWithNonsense() throws IOException {
        var encoded =
                java.util.Base64.getMimeEncoder()
                        .encodeToString(
                                "a: b\r\n\r\nFinal-Recipient: x400; /c=de/\r\nAction: failed\r\nStatus: five"
                                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(read(report("base64", encoded)).orElseThrow())
                .containsExactly(new DeliveryStatus.Recipient(null, "failed", ""));
        assertThat(read(report("7bit", "\n\n\n")).orElseThrow()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, false",
        "5.2.1, false",
        "5.2.2, false",
        "4.4.1, false",
        "5.0.0, false",
        "'', false",
        "5.2.3, true",
        "5.3.4, true",
        "5.6.7, true",
        "5.7.1, true",
        "5.7.26, true"
    })
    void tellsWhatIsAboutTheMessage(String status, boolean about) {
        assertThat(new DeliveryStatus.Recipient(null, "failed", status).aboutTheMessage())
                .isEqualTo(about);
    }

    @Test
    void otherMessagesAreNoReports() throws IOException {
        assertThat(read("Subject: x\n\nHi. This is the qmail-send program\n")).isEmpty();
        assertThat(
                        read(
                                """
                                Content-Type: multipart/report; report-type=disposition-notification; boundary=b

                                --b

                                read
                                --b
                                Content-Type: message/disposition-notification

                                Disposition: manual-action/MDN-sent-manually; displayed
                                --b--
                                """))
                .isEmpty();
        assertThat(read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"))
                .isEmpty();
    }
}
