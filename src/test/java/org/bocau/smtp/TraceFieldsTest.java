package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.OffsetDateTime;
import org.bocau.message.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Received field as RFC 5321 §4.4 and RFC 8314 §4.3 have it. */
class TraceFieldsTest {
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-11-02T10:04:05+07:00");

    @Test
    void namesThePeerTheProtocolAndTheTime() throws IOException {
        var passage =
                new TraceFields.Passage(
                        "client.example",
                        InetAddress.getByName("192.0.2.7"),
                        "ESMTPS",
                        "k3-1",
                        "TLSv1.3 TLS_AES_256_GCM_SHA384",
                        EmailAddress.parse("an@example.org"),
                        AT);

        assertThat(TraceFields.received(passage, "mx.example.org"))
                .isEqualTo(
                        """
                        Received: from client.example ([192.0.2.7])\r
                        \tby mx.example.org with ESMTPS id k3-1\r
                        \tfor <an@example.org>\r
                        \ttls TLS_AES_256_GCM_SHA384 (TLSv1.3);\r
                        \tMon, 2 Nov 2026 10:04:05 +0700\
                        """);
    }

    @Test
    void writesIpv6AsALiteral() throws IOException {
        var passage =
                new TraceFields.Passage(
                        "a", InetAddress.getByName("2001:db8::1"), "SMTP", "k3-2", null, null, AT);

        assertThat(TraceFields.received(passage, "b"))
                .startsWith(
                        "Received: from a ([IPv6:2001:db8:0:0:0:0:0:1])\r\n\tby b with SMTP id k3-2;");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, true, false, SMTP",
        "true, false, false, false, ESMTP",
        "true, false, true, false, ESMTPS",
        "true, false, true, true, ESMTPSA",
        "true, true, false, false, UTF8SMTP",
        "true, true, true, true, UTF8SMTPSA",
    })
    void namesTheProtocol(
            boolean extended, boolean utf8, boolean secure, boolean authenticated, String keyword) {
        assertThat(TraceFields.protocol(extended, utf8, secure, authenticated)).isEqualTo(keyword);
    }
}
