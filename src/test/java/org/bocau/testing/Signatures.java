package org.bocau.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.Domains;
import org.bocau.delivery.DomainKeys;
import org.bocau.mailauth.DkimResult;
import org.bocau.mailauth.Verification;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;

/** DKIM in tests: a domain that signs, and what others make of it. */
public final class Signatures {
    private Signatures() {}

    /** Makes the domain if need be, publishes its keys, and lets them sign. */
    public static void by(TestServer server, String name) {
        var domains = server.bean(Domains.class);
        var domain =
                domains.find(name)
                        .orElseGet(() -> domains.find(domains.create(name)).orElseThrow());
        server.bean(DomainKeys.class).provide(domain);
        var ring = server.bean(DkimKeyRing.class);
        for (var key : ring.of(domain.id())) {
            server.bean(Zone.class).txt(DomainKeys.name(name, key.selector()), key.record());
            ring.sign(domain.id(), key.id());
        }
    }

    /** What the DNS of the tests makes of the signatures in a message, one octet a character. */
    public static List<DkimResult> of(TestServer server, String message) throws IOException {
        var in = new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
        HeaderSection header;
        try {
            header = HeaderSection.read(in, 1 << 20, 2000);
        } catch (HeaderTooLargeException large) {
            throw new IOException(large);
        }
        byte[] body = in.readAllBytes();
        var envelope =
                new Verification.Envelope(InetAddress.ofLiteral("192.0.2.1"), "mx.example", null);
        return new Verification(
                        server.bean(Zone.class),
                        Clock.systemUTC(),
                        Duration.ofSeconds(20),
                        "us.example")
                .verify(envelope, header, () -> new ByteArrayInputStream(body))
                .dkim();
    }
}
