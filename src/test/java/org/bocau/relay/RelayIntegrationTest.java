package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.net.RealResolver;
import org.bocau.net.TlsContexts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NameServer;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Our client and our server agree, over TLS: what the one sends the other keeps. */
@IntegrationTest
class RelayIntegrationTest {
    private final TestServer server;

    RelayIntegrationTest(TestServer server) {
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
        var attempt = deliver(new TestRelay(), envelope, octets);

        assertThat(attempt.of(nobody).hop().secured()).isTrue();
        assertThat(attempt.of(an.address())).isInstanceOf(Outcome.Delivered.class);
        assertThat(attempt.of(nobody)).isInstanceOf(Outcome.Rejected.class);
        assertThat(TestInbox.messages(server, an).getFirst())
                .contains(" with ESMTPS id ")
                .contains("\r\n\ttls TLS_")
                .endsWith(message);
    }

    /** MX, addresses and TLSA records by real datagrams; the key is the one the zone names. */
    @Test
    void daneProtectsTheWayToUs() throws Exception {
        var an = server.account("an");
        var certificate = server.bean(TlsContexts.class).keyStore().getCertificate("server");
        var relay = new TestRelay();
        relay.zone.signed(server.domain()).signed("there.example");
        var envelope = Envelope.of(null, List.of(an.address()), 3, false, Envelope.Body.SEVEN_BIT);
        byte[] octets = {'x', '\r', '\n'};

        byte[] wrong = new byte[32];
        relay.zone.tlsa(server.port("smtp"), "mx.there.example", 3, 1, 1, wrong);
        assertThat(deliver(relay, envelope, octets).of(an.address()).reply().status())
                .isEqualTo("4.7.5");

        byte[] key = certificate.getPublicKey().getEncoded();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
        relay.zone.tlsa(server.port("smtp"), "mx.there.example", 3, 1, 1, digest);
        assertThat(deliver(relay, envelope, octets).of(an.address()))
                .isInstanceOf(Outcome.Delivered.class);
    }

    /** Our login and our submission agree, too: SCRAM-SHA-256, which gives no password away. */
    @Test
    void aSmarthostIsLoggedInToByScram() throws IOException {
        var an = server.account("an");
        var binh = server.account("binh");
        var relay = new TestRelay().set("smarthost.host", "127.0.0.1");
        relay.set("smarthost.port", server.port("submission"))
                .set("smarthost.tls", "opportunistic");
        relay.set("smarthost.user", an.login()).set("smarthost.password", an.password());
        byte[] octets =
                ("From: " + an.login() + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
        var to = List.of(binh.address());
        var envelope = Envelope.of(an.address(), to, octets.length, false, Envelope.Body.SEVEN_BIT);

        var attempt =
                relay.build()
                        .deliver(
                                binh.address().domain(),
                                TlsRequirement.POLICY,
                                envelope,
                                () -> new ByteArrayInputStream(octets));

        assertThat(attempt.of(binh.address())).isInstanceOf(Outcome.Delivered.class);
        assertThat(TestInbox.messages(server, binh).getLast()).contains(" with ESMTPSA id ");

        relay.set("smarthost.password", "wrong");
        var refused =
                relay.build()
                        .deliver(
                                binh.address().domain(),
                                TlsRequirement.POLICY,
                                envelope,
                                () -> new ByteArrayInputStream(octets));
        assertThat(refused.of(binh.address()).reply().status()).isEqualTo("4.7.8");
    }

    /** Through the real resolver and a name server that knows the zone. */
    private Attempt deliver(TestRelay relay, Envelope envelope, byte[] octets) throws IOException {
        var domain = server.domain();
        relay.zone.remove(domain).remove("mx.there.example");
        relay.zone.mx(domain, 10, "mx.there.example").address("mx.there.example", "127.0.0.1");
        try (var names = NameServer.of(relay.zone)) {
            return relay.port(server.port("smtp"))
                    .dns(RealResolver.asking(names.address()))
                    .build()
                    .deliver(
                            domain,
                            TlsRequirement.POLICY,
                            envelope,
                            () -> new ByteArrayInputStream(octets));
        }
    }
}
