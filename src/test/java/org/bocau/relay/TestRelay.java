package org.bocau.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bocau.message.EmailAddress;
import org.bocau.net.Dns;
import org.bocau.testing.Zone;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A relay that finds hosts in a zone of the test. */
final class TestRelay {
    static final String HERE = "here.example";
    static final EmailAddress FROM = EmailAddress.parse("an@here.example");
    static final EmailAddress X = EmailAddress.parse("x@there.example");
    static final EmailAddress Y = EmailAddress.parse("y@there.example");

    /** {@link #TEXT} to {@link #X}, as the host hears it. */
    static final List<String> MESSAGE =
            List.of(
                    "> MAIL FROM:<an@here.example>",
                    "< 250 ok",
                    "> RCPT TO:<x@there.example>",
                    "< 250 ok",
                    "> DATA",
                    "< 354 go",
                    "> Subject: x",
                    "> ",
                    "> ..",
                    "> .",
                    "< 250 queued");

    static final List<String> BYE = List.of("> QUIT", "< 221 bye");
    static final String TEXT = "Subject: x\r\n\r\n.\r\n";

    final Zone zone = new Zone();
    final Map<String, String> policies = new HashMap<>();
    final List<TlsResult> results = Collections.synchronizedList(new ArrayList<>());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Object> settings = new HashMap<>();
    private Dns dns = zone;
    private int ownPort = -1;

    TestRelay() {
        set("private-addresses", true);
        set("connect-timeout", "5s");
        set("reply-timeout", "5s");
        set("end-timeout", "5s");
        set("attempt-timeout", "20s");
    }

    /** A setting of {@code bocau.relay}. */
    TestRelay set(String name, Object value) {
        settings.put("bocau.relay." + name, value);
        return this;
    }

    TestRelay port(int port) {
        return set("port", port);
    }

    /** Our own SMTP service listens there. */
    TestRelay ownPort(int port) {
        ownPort = port;
        return this;
    }

    /** Asks these instead of the zone. */
    TestRelay dns(Dns other) {
        dns = other;
        return this;
    }

    /** there.example has one host, on the loopback interface. */
    TestRelay there(int port) {
        zone.mx("there.example", 10, "mx.there.example");
        zone.address("mx.there.example", "127.0.0.1");
        return port(port);
    }

    Relay build() {
        var source = new MapConfigurationPropertySource(settings);
        var properties = new Binder(source).bindOrCreate("bocau.relay", RelayProperties.class);
        var lookup =
                new HostLookup(properties, dns, HERE, port -> port == ownPort, new Random(4711));
        var sts = new StsPolicies(dns, new StsMemory(), this::policy, Clock.systemUTC());
        var tls = new TlsPolicies(dns, sts, properties.port());
        var trust = new TrustChoice(properties.authorities());
        var witnesses = new Relay.Witnesses(results::add, meters);
        return new Relay(properties, HERE, lookup, tls, trust, witnesses);
    }

    private String policy(String domain) throws IOException {
        var text = policies.get(domain);
        if (text == null) {
            throw new IOException("no policy");
        }
        return text;
    }

    /** {@link #TEXT} to these, all at there.example. */
    Attempt deliver(EmailAddress... to) {
        return deliver(TlsRequirement.POLICY, to);
    }

    Attempt deliver(TlsRequirement tls, EmailAddress... to) {
        return build().deliver(to[0].domain(), tls, envelope(to), octets(TEXT));
    }

    static Envelope envelope(EmailAddress... to) {
        return Envelope.of(FROM, List.of(to), TEXT.length(), false, Envelope.Body.SEVEN_BIT);
    }

    /** One script of several parts. */
    @SafeVarargs
    static List<String> joined(List<String>... parts) {
        var all = new ArrayList<String>();
        for (var part : parts) {
            all.addAll(part);
        }
        return all;
    }

    static Octets octets(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
