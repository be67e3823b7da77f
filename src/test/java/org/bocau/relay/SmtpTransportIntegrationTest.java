package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Our client and our server agree, over TLS: what the one sends the other keeps. */
@IntegrationTest
class SmtpTransportIntegrationTest {
    private final TestServer server;

    SmtpTransportIntegrationTest(TestServer server) {
        this.server = server;
    }

    @Test
    void aMessagePassesOctetForOctet() throws IOException {
        var an = server.account("an");
        var nobody = EmailAddress.parse("nobody@" + server.domain());
        var message = "Subject: x\r\n\r\n.\r\n..\r\n.dot\r\n" + "\u00e9 8 bits\r\n".repeat(3000);
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        var envelope =
                Envelope.of(
                        EmailAddress.parse("ada@example.net"),
                        List.of(an.address(), nobody),
                        octets.length,
                        false,
                        Envelope.Body.EIGHT_BIT);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("smtp"));
        var name = server.domain().toString();
        var host = new Hosts.Target(new Hosts.Host(name, name, false, false), address);

        var attempt =
                new SmtpTransport("client.example", Timeouts.STANDARD)
                        .send(
                                host,
                                TlsPolicy.OPPORTUNISTIC,
                                envelope,
                                () -> new ByteArrayInputStream(octets));

        assertThat(attempt.of(nobody).hop().secured()).isTrue();
        assertThat(attempt.of(an.address())).isInstanceOf(Outcome.Delivered.class);
        assertThat(attempt.of(nobody)).isInstanceOf(Outcome.Rejected.class);
        assertThat(TestInbox.messages(server, an).getFirst())
                .contains(" with ESMTPS id ")
                .contains("\r\n\ttls TLS_")
                .endsWith(message);
    }
}
