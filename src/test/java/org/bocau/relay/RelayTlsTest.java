package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.relay.TestRelay.BYE;
import static org.bocau.relay.TestRelay.MESSAGE;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.joined;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bocau.testing.ScriptedServer;
import org.bocau.testing.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When mail goes over TLS, to whom, and when it rather does not go. */
class RelayTlsTest {
    private static final List<String> PLAIN =
            List.of("< 220 there", "> EHLO here.example", "< 250 there");
    private static final List<String> OFFERED =
            List.of("< 220 there", "> EHLO here.example", "< 250-there", "< 250 STARTTLS");
    private static final List<String> UPGRADED =
            List.of("> STARTTLS", "< 220 go", "* tls", "> EHLO here.example", "< 250 there");
    private static final String POLICY =
            "version: STSv1\nmode: %s\nmx: mx.there.example\nmax_age: 86400\n";

    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority.Issued right = authority.issue("mx.there.example");
    private final TestAuthority.Issued wrong = authority.issue("other.example");
    private final TestRelay relay = new TestRelay();
    @TempDir Path folder;

    @Test
    void tlsIsUsedWhereItIsOffered() throws IOException {
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            assertDelivered(relay.there(server.port()), true);
        }
    }

    @Test
    void withoutAPolicyABrokenTlsIsDoneWithout() throws IOException {
        var broken = joined(OFFERED, List.of("> STARTTLS", "< 220 go", "* close"));
        try (var server = server(null, broken, joined(OFFERED, MESSAGE, BYE))) {
            assertDelivered(relay.there(server.port()), false);
        }
        var refused = List.of("> STARTTLS", "< 454 4.7.0 not now");
        try (var server = server(null, joined(OFFERED, refused, MESSAGE, BYE))) {
            relay.zone.remove("there.example").remove("mx.there.example");
            assertDelivered(relay.there(server.port()), false);
        }
    }

    /** S05: what came in the clear must not be taken for what came over TLS. */
    @Test
    void s05WhatIsInjectedBeforeTheHandshakeEndsTheConnection() throws IOException {
        var injected = List.of("> STARTTLS", "< 220 go\r\n250 injected", "* wait");
        try (var server = server(right.context(), joined(OFFERED, injected))) {
            assertDeferred(relay.there(server.port()), "4.4.1");
        }
    }

    /** S05: where TLS is required, a host that offers none gets nothing. */
    @Test
    void s05RequiredTlsIsNotStripped() throws IOException {
        publish("enforce");
        try (var server = server(null, joined(PLAIN, List.of("> QUIT")))) {
            assertDeferred(relay.there(server.port()), "4.7.4");
        }
    }

    @Test
    void anEnforcedPolicyIsFulfilled() throws IOException {
        trust();
        publish("enforce");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            assertDelivered(relay.there(server.port()), true);
        }
    }

    @Test
    void anEnforcedPolicyWantsTheRightName() throws IOException {
        trust();
        publish("enforce");
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED))) {
            assertDeferred(relay.there(server.port()), "4.7.5");
        }
    }

    @Test
    void anEnforcedPolicyWantsAKnownAuthority() throws IOException {
        publish("enforce");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED))) {
            assertDeferred(relay.there(server.port()), "4.7.5");
        }
    }

    @Test
    void anEnforcedPolicyWantsItsHosts() throws IOException {
        publish("enforce");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            relay.port(server.port()).zone.mx("there.example", 10, "evil.example");
            relay.zone.address("evil.example", "127.0.0.1");

            assertDeferred(relay, "4.7.5");
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"testing", "none"})
    void aPolicyThatIsNotEnforcedKeepsNothingBack(String mode) throws IOException {
        publish(mode);
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            assertDelivered(relay.there(server.port()), true);
        }
    }

    /** RFC 7672 §3.1: the record speaks for the server's key, whatever name and issuer it has. */
    @Test
    void daneTrustsTheKeyThatTheZoneNames() throws IOException {
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            sign(server).zone.tlsa(server.port(), "mx.there.example", 3, 1, 1, key(wrong));

            assertDelivered(relay, true);
        }
    }

    @Test
    void daneTrustsTheAuthorityThatTheZoneNamesForTheRightName() throws Exception {
        byte[] anchor = digest(authority.certificate().getEncoded());
        try (var server = server(right.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            sign(server).zone.tlsa(server.port(), "mx.there.example", 2, 0, 1, anchor);
            assertDelivered(relay, true);
        }
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED))) {
            relay.zone.remove("there.example").remove("mx.there.example");
            sign(server).zone.tlsa(server.port(), "mx.there.example", 2, 0, 1, anchor);
            assertDeferred(relay, "4.7.5");
        }
    }

    /** RFC 7672 §3.2.2: the recipients' domain is as good a name as the host's. */
    @Test
    void daneTakesACertificateForTheDomainFromTheAuthorityThatTheZoneNames() throws Exception {
        byte[] anchor = digest(authority.certificate().getEncoded());
        var domains = authority.issue("there.example");
        try (var server = server(domains.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            sign(server).zone.tlsa(server.port(), "mx.there.example", 2, 0, 1, anchor);

            assertDelivered(relay, true);
        }
    }

    /** RFC 7672 §2.2.3: the records of the name at the end of the aliases count, if it has any. */
    @Test
    void daneFollowsTheAliasOfAHost() throws IOException {
        for (var base : List.of("host.there.example", "mx.there.example")) {
            var scripts = joined(OFFERED, UPGRADED, MESSAGE, BYE);
            try (var server = server(wrong.context(), scripts)) {
                relay.zone.signed("there.example").remove("there.example");
                relay.zone.remove("mx.there.example").remove("host.there.example");
                relay.port(server.port()).zone.mx("there.example", 10, "mx.there.example");
                relay.zone.alias("mx.there.example", "host.there.example");
                relay.zone.address("host.there.example", "127.0.0.1");
                relay.zone.tlsa(server.port(), base, 3, 1, 1, key(wrong));

                assertDelivered(relay, true);
                assertThat(relay.results.removeFirst().policy().domain()).isEqualTo(base);
            }
        }
    }

    @Test
    void daneRefusesAnotherKey() throws IOException {
        try (var server = server(right.context(), joined(OFFERED, UPGRADED))) {
            sign(server).zone.tlsa(server.port(), "mx.there.example", 3, 1, 1, key(wrong));

            assertDeferred(relay, "4.7.5");
        }
    }

    /** RFC 7672 §2.2: TLS without a proof, but not without TLS. */
    @Test
    void recordsThatNobodyCanUseStillRequireTls() throws IOException {
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            sign(server).zone.tlsa(server.port(), "mx.there.example", 1, 0, 1, new byte[32]);
            assertDelivered(relay, true);
        }
        try (var server = server(null, joined(PLAIN, List.of("> QUIT")))) {
            relay.zone.remove("there.example").remove("mx.there.example");
            sign(server).zone.tlsa(server.port(), "mx.there.example", 1, 0, 1, new byte[32]);
            assertDeferred(relay, "4.7.4");
        }
    }

    /** RFC 7672 §2.1.2: who can make the records disappear must not win by it. */
    @Test
    void recordsThatCannotBeFoundOutDefer() throws IOException {
        try (var server = server(null, joined(PLAIN, MESSAGE, BYE))) {
            sign(server).zone.fails("_" + server.port() + "._tcp.mx.there.example");

            assertDeferred(relay, "4.7.5");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void recordsThatDnssecDoesNotVouchForSayNothing() throws IOException {
        try (var server = server(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            relay.there(server.port());
            relay.zone.tlsa(server.port(), "mx.there.example", 3, 1, 1, key(right));

            assertDelivered(relay, true);
        }
    }

    /** RFC 8689 §4.2.1: a vouched host, a proved name, and the promise to go on like that. */
    @Test
    void requireTlsGoesToThoseWhoPromiseIt() throws IOException {
        trust();
        publish("testing");
        var promise = new ArrayList<>(UPGRADED.subList(0, 4));
        promise.addAll(List.of("< 250-there", "< 250 REQUIRETLS"));
        var message = joined(MESSAGE, BYE);
        message.set(0, message.getFirst() + " REQUIRETLS");
        try (var server = server(right.context(), joined(OFFERED, promise, message))) {
            var outcome = relay.there(server.port()).deliver(TlsRequirement.REQUIRED, X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void requireTlsReturnsWhatNobodyPromises() throws IOException {
        trust();
        publish("testing");
        var upgraded = joined(OFFERED, UPGRADED, List.of("> QUIT"));
        try (var server = server(right.context(), upgraded)) {
            var outcome = relay.there(server.port()).deliver(TlsRequirement.REQUIRED, X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
            assertThat(outcome.reply().status()).isEqualTo("5.7.30");
        }
    }

    /** RFC 8689 §5: a report is not lost for want of the promise. */
    @Test
    void aReportGoesToThoseWhoPromiseNothing() throws IOException {
        trust();
        publish("testing");
        var message = joined(MESSAGE, BYE);
        message.set(0, "> MAIL FROM:<>");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED, message))) {
            var report = Envelope.of(null, List.of(X), 20, false, Envelope.Body.SEVEN_BIT);
            var octets = TestRelay.octets(TestRelay.TEXT);
            var outcome =
                    relay.there(server.port())
                            .build()
                            .deliver(X.domain(), TlsRequirement.REQUIRED, report, octets)
                            .of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void requireTlsReturnsWhatNobodyVouchesFor() throws IOException {
        try (var server = server(right.context(), joined(OFFERED))) {
            var outcome = relay.there(server.port()).deliver(TlsRequirement.REQUIRED, X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
            assertThat(outcome.reply().status()).isEqualTo("5.7.10");
            assertThat(server.connections()).isZero();
        }
    }

    /** RFC 8689 §4.1: TLS-Required: No. */
    @Test
    void whoWantsToArriveWhateverThePolicyDoes() throws IOException {
        publish("enforce");
        try (var server = server(null, joined(PLAIN, MESSAGE, BYE))) {
            var outcome = relay.there(server.port()).deliver(TlsRequirement.IGNORED, X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        }
    }

    /** What a domain does not publish, an administrator may know of it. */
    @Test
    void aRouteMayRequireVerifiedTls() throws IOException {
        relay.set("routes[there.example].tls", "required");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE))) {
            assertDeferred(relay.there(server.port()), "4.7.5");
            trust();
            assertDelivered(relay, true);
        }
    }

    private void trust() throws IOException {
        relay.set("authorities", authority.write(folder.resolve("authority.pem")).toString());
    }

    private void publish(String mode) {
        relay.zone.txt("_mta-sts.there.example", "v=STSv1; id=20261122;");
        relay.policies.put("there.example", POLICY.replace("%s", mode));
    }

    private TestRelay sign(ScriptedServer server) {
        relay.zone.signed("there.example");
        return relay.there(server.port());
    }

    private static byte[] key(TestAuthority.Issued issued) {
        X509Certificate certificate = issued.certificate();
        return digest(certificate.getPublicKey().getEncoded());
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertDelivered(TestRelay relay, boolean secured) {
        var outcome = relay.deliver(X).of(X);
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome.hop().secured()).isEqualTo(secured);
    }

    private static void assertDeferred(TestRelay relay, String status) {
        var outcome = relay.deliver(X).of(X);
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        assertThat(outcome.reply().status()).isEqualTo(status);
    }

    @SafeVarargs
    private static ScriptedServer server(@Nullable SSLContext tls, List<String>... scripts)
            throws IOException {
        var all = new ArrayList<List<String>>();
        for (var script : scripts) {
            all.add(script);
        }
        return ScriptedServer.start("127.0.0.1", 0, tls, all);
    }
}
