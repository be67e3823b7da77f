package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.relay.TestRelay.BYE;
import static org.bocau.relay.TestRelay.MESSAGE;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.joined;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.bocau.relay.TlsResult.Kind;
import org.bocau.relay.TlsResult.Source;
import org.bocau.testing.ScriptedServer;
import org.bocau.testing.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted of sessions, for those who want to know how TLS with them goes. RFC 8460 §4. */
class TlsResultTest {
    private static final List<String> OFFERED =
            List.of("< 220 there", "> EHLO here.example", "< 250-there", "< 250 STARTTLS");
    private static final List<String> PLAIN =
            List.of("< 220 there", "> EHLO here.example", "< 250 there");
    private static final List<String> UPGRADED =
            List.of("> STARTTLS", "< 220 go", "* tls", "> EHLO here.example", "< 250 there");
    private static final String POLICY = "version: STSv1\nmode: MODE\nmx: HOST\nmax_age: 86400\n";

    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority.Issued right = authority.issue("mx.there.example");
    private final TestAuthority.Issued wrong = authority.issue("other.example");
    private final TestRelay relay = new TestRelay();
    @TempDir Path folder;

    @Test
    void tlsWithoutAPolicyIsASuccess() throws IOException {
        var result = after(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE));

        assertThat(result.domain()).isEqualTo("there.example");
        assertThat(result.policy().source()).isEqualTo(Source.NO_POLICY_FOUND);
        assertThat(result.failure()).isNull();
        assertThat(timer("bocau.relay.connections", "result", "ready", "tls", "opportunistic"))
                .isOne();
        assertThat(timer("bocau.relay.attempts", "result", "delivered", "connection", "new"))
                .isOne();
    }

    @Test
    void aHostWithoutTlsIsAFailureThoughTheMailArrives() throws IOException {
        var result = after(null, joined(PLAIN, MESSAGE, BYE));

        assertThat(failure(result).kind()).isEqualTo(Kind.STARTTLS_NOT_SUPPORTED);
        assertThat(failure(result).host()).isEqualTo("mx.there.example");
        assertThat(failure(result).address()).isEqualTo("127.0.0.1");
        assertThat(failure(result).from()).isEqualTo("127.0.0.1");
        assertThat(timer("bocau.relay.connections", "result", "ready", "tls", "none")).isOne();
    }

    /** In testing mode nothing is kept back, and it is found out what would have been. */
    @ParameterizedTest
    @CsvSource({
        "testing, mx.there.example, right, ",
        "testing, mx.there.example, wrong, CERTIFICATE_HOST_MISMATCH",
        "testing, mx.other.example, right, VALIDATION_FAILURE",
        "enforce, mx.there.example, right, ",
        "enforce, mx.there.example, wrong, CERTIFICATE_HOST_MISMATCH",
        "enforce, mx.other.example, right, VALIDATION_FAILURE",
    })
    void anStsPolicyIsHeldAgainstTheCertificate(
            String mode, String host, String certificate, @Nullable Kind kind) throws IOException {
        trust();
        publish(mode, host);
        var context = (certificate.equals("right") ? right : wrong).context();
        var result = after(context, joined(OFFERED, UPGRADED, MESSAGE, BYE));

        assertThat(result.policy().source()).isEqualTo(Source.STS);
        assertThat(result.policy().hosts()).containsExactly(host);
        assertThat(result.policy().text())
                .containsExactly(
                        "version: STSv1", "mode: " + mode, "mx: " + host, "max_age: 86400");
        assertThat(result.failure() == null ? null : failure(result).kind()).isEqualTo(kind);
    }

    @Test
    void anAuthorityThatNobodyKnowsIsNotTrusted() throws IOException {
        publish("testing", "mx.there.example");
        var result = after(right.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE));

        assertThat(failure(result).kind()).isEqualTo(Kind.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void aPolicyThatCannotBeHadIsAFailure() throws IOException {
        relay.zone.txt("_mta-sts.there.example", "v=STSv1; id=1;");
        var result = after(wrong.context(), joined(OFFERED, UPGRADED, MESSAGE, BYE));

        assertThat(result.policy().source()).isEqualTo(Source.NO_POLICY_FOUND);
        assertThat(failure(result).kind()).isEqualTo(Kind.STS_POLICY_FETCH_ERROR);
    }

    @Test
    void anotherKeyThanTheZoneSaysIsAFailure() throws IOException {
        relay.zone.signed("there.example");
        try (var server = server(right.context(), joined(OFFERED, UPGRADED))) {
            relay.zone.tlsa(server.port(), "mx.there.example", 3, 1, 1, new byte[32]);
            relay.there(server.port()).deliver(X);
        }
        var result = relay.results.getFirst();

        assertThat(result.policy().source()).isEqualTo(Source.TLSA);
        assertThat(result.policy().domain()).isEqualTo("mx.there.example");
        assertThat(result.policy().text()).containsExactly("3 1 1 " + "00".repeat(32));
        assertThat(failure(result).kind()).isEqualTo(Kind.TLSA_INVALID);
        assertThat(timer("bocau.relay.connections", "result", "tls", "tls", "dane")).isOne();
    }

    /** RFC 8460 §5.3: a report on the delivery of reports would have no end. */
    @Test
    void whoAsksForNoTlsIsNotCounted() throws IOException {
        publish("enforce", "mx.there.example");
        try (var server = server(null, joined(PLAIN, MESSAGE, BYE))) {
            relay.there(server.port()).deliver(TlsRequirement.IGNORED, X);
        }
        assertThat(relay.results).isEmpty();
    }

    /** The reason is a stranger's text. */
    @Test
    void aReasonIsShortAndPrintable() {
        var failure =
                new TlsResult.Failure(
                        Kind.VALIDATION_FAILURE, "", "", "", "a\r\nb\u00e9" + "x".repeat(500));

        assertThat(failure.reason()).startsWith("a b x").hasSize(200);
    }

    private TlsResult after(@Nullable SSLContext tls, List<String> script) throws IOException {
        try (var server = server(tls, script)) {
            relay.there(server.port()).deliver(X);
        }
        assertThat(relay.results).hasSize(1);
        return relay.results.getFirst();
    }

    private static TlsResult.Failure failure(TlsResult result) {
        assertThat(result.failure()).isNotNull();
        return Objects.requireNonNull(result.failure());
    }

    private long timer(String name, String... tags) {
        return relay.meters.get(name).tags(tags).timer().count();
    }

    private void trust() throws IOException {
        relay.set("authorities", authority.write(folder.resolve("authority.pem")).toString());
    }

    private void publish(String mode, String host) {
        relay.zone.txt("_mta-sts.there.example", "v=STSv1; id=20261122;");
        relay.policies.put("there.example", POLICY.replace("MODE", mode).replace("HOST", host));
    }

    private static ScriptedServer server(@Nullable SSLContext tls, List<String> script)
            throws IOException {
        return ScriptedServer.start("127.0.0.1", 0, tls, List.of(script));
    }
}
