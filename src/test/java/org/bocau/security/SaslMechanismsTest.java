package org.bocau.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bocau.security.LoginResult.Accepted;
import org.bocau.security.LoginResult.Refused;
import org.bocau.security.SaslMechanism.Step;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PLAIN (RFC 4616), LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628), octet by octet. {@code |} stands for
 * NUL, {@code ^} for ^A.
 */
@IntegrationTest
class SaslMechanismsTest {
    private static final Login SECURE = Gate.from("203.0.113.7");
    private static final Login CLEAR = new Login("imap", SECURE.remote(), false);

    private final TestServer server;
    private final Gate gate;
    private final SaslMechanisms mechanisms;

    SaslMechanismsTest(TestServer server) {
        this.server = server;
        this.gate = new Gate(server);
        this.mechanisms = new SaslMechanisms(gate.logins);
        server.account("an");
    }

    private SaslMechanism start(String name) {
        return Objects.requireNonNull(mechanisms.start(name, SECURE, true));
    }

    private byte[] octets(String text) {
        return text.replace("an@", "an@" + server.domain())
                .replace("PASSWORD", TestServer.PASSWORD)
                .replace('|', '\0')
                .replace('^', '\u0001')
                .getBytes(UTF_8);
    }

    private static String challenge(Step step) {
        assertThat(step).isInstanceOf(Step.Challenge.class);
        return new String(((Step.Challenge) step).octets(), UTF_8);
    }

    private static void assertDone(Step step, Class<? extends LoginResult> result) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Done.class, done -> assertThat(done.result()).isInstanceOf(result));
    }

    private static String kind(Step step) {
        return switch (step) {
            case Step.Challenge _ -> "challenge";
            case Step.Malformed _ -> "malformed";
            case Step.Done done when done.result() instanceof Accepted -> "accepted";
            case Step.Done _ -> "refused";
        };
    }

    @Test
    void offersWhatIsSafeThere() {
        var all = List.of("SCRAM-SHA-256", "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2");
        var bound = new Login("imap", SECURE.remote(), true, _ -> new byte[32]);
        assertThat(mechanisms.offered(SECURE, false)).isEqualTo(all);
        assertThat(mechanisms.offered(SECURE, true)).isEqualTo(all);
        assertThat(mechanisms.offered(bound, false)).startsWith("SCRAM-SHA-256-PLUS").hasSize(6);
        assertThat(mechanisms.offered(CLEAR, false)).isEmpty();
        assertThat(mechanisms.offered(CLEAR, true)).containsExactly("XOAUTH2");
        assertThat(mechanisms.start("PLAIN", CLEAR, false)).isNull();
        assertThat(mechanisms.start("SCRAM-SHA-256", CLEAR, false)).isNull();
        assertThat(mechanisms.start("SCRAM-SHA-256-PLUS", SECURE, false)).isNull();
        assertThat(mechanisms.start("CRAM-MD5", SECURE, true)).isNull();
        assertThat(mechanisms.start("plain", SECURE, false)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "|an@|PASSWORD, accepted",
        "an@|an@|PASSWORD, accepted",
        "AN@|an@|wrong, refused",
        "binh@x.example|an@|PASSWORD, refused", // nobody acts as another
        "|an@|wrong, refused",
        "|an@|PASSWORD , accepted",
        "'|an@| PASSWORD', refused",
        "an@|PASSWORD, malformed",
        "|an@|PASSWORD|, malformed",
        "||PASSWORD, malformed",
        "|an@|, malformed",
        "'', malformed",
        "||, malformed"
    })
    void plain(String message, String outcome) {
        assertThat(kind(start("PLAIN").next(octets(message)))).isEqualTo(outcome);
    }

    @Test
    void plainWithoutInitialResponseAsksWithNothing() {
        var plain = start("PLAIN");

        assertThat(challenge(plain.next(null))).isEmpty();
        assertDone(plain.next(octets("|an@|PASSWORD")), Accepted.class);
    }

    @Test
    void octetsThatAreNoUtf8AreMalformed() {
        byte[] bad = {0, (byte) 0xc3, 0x28, 0, 'x'};

        for (var name : mechanisms.offered(SECURE, true)) {
            assertThat(start(name).next(bad)).as(name).isInstanceOf(Step.Malformed.class);
            assertThat(start(name).next(new byte[12289]))
                    .as(name)
                    .isInstanceOf(Step.Malformed.class);
        }
    }

    @Test
    void loginAsksWithTheExactPrompts() {
        var login = start("LOGIN");

        assertThat(challenge(login.next(null))).isEqualTo("Username:");
        assertThat(challenge(login.next(octets("an@")))).isEqualTo("Password:");
        assertDone(login.next(octets("PASSWORD")), Accepted.class);
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        var login = start("LOGIN");

        assertThat(challenge(login.next(octets("an@")))).isEqualTo("Password:");
        assertDone(login.next(octets("wrong")), Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "an@|x"})
    void loginRefusesWhatIsNoName(String name) {
        assertThat(start("LOGIN").next(octets(name))).isInstanceOf(Step.Malformed.class);
    }

    @Test
    void xoauth2TakesAnInternalToken() {
        var token = gate.logins.token(server.account("an").id());

        assertDone(
                start("XOAUTH2").next(octets("user=an@^auth=Bearer " + token + "^^")),
                Accepted.class);
    }

    @Test
    void xoauth2TellsARefusalInJsonAndThenEnds() {
        for (byte @Nullable [] answer : new byte[][] {{}, {1}, "{}".getBytes(UTF_8)}) {
            var xoauth2 = start("XOAUTH2");

            var error = xoauth2.next(octets("user=an@^auth=Bearer forged.token^^"));

            assertThat(challenge(error)).startsWith("{\"status\":\"401\"").endsWith("}");
            assertDone(xoauth2.next(answer), Refused.class);
        }
    }

    /** An internal token opens the internal listeners alone, an app password the others alone. */
    @Test
    void theTokenFromOutsideIsAnAppPassword() {
        var an = server.account("an");
        var secret = server.bean(MailPasswords.class).create(an.id(), "phone");
        var session = gate.logins.token(an.id());

        assertThat(bearer(false, secret)).containsExactly("accepted", "accepted");
        assertThat(bearer(true, session)).containsExactly("accepted", "accepted");
        assertThat(bearer(false, session)).containsExactly("challenge", "challenge");
        assertThat(bearer(true, secret)).containsExactly("challenge", "challenge");
    }

    private List<String> bearer(boolean internal, String token) {
        var messages =
                Map.of(
                        "XOAUTH2", "user=an@^auth=Bearer " + token + "^^",
                        "OAUTHBEARER", "n,a=an@,^host=mx^port=993^auth=Bearer " + token + "^^");
        return messages.entrySet().stream()
                .map(one ->
                        Objects.requireNonNull(mechanisms.start(one.getKey(), SECURE, internal))
                                .next(octets(one.getValue())))
                .map(SaslMechanismsTest::kind)
                .toList();
    }

    @Test
    void oauthbearerTellsARefusalInJsonAndThenEnds() {
        var oauthbearer = Objects.requireNonNull(mechanisms.start("OAUTHBEARER", SECURE, false));

        var error = oauthbearer.next(octets("n,a=an@,^auth=Bearer forged^^"));

        assertThat(challenge(error)).startsWith("{\"status\":\"invalid_token\"");
        assertDone(oauthbearer.next(octets("^")), Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "n,,^auth=Bearer x^^", // whose it is cannot be told from an app password
                "n,a=an@,^auth=Bearer x^",
                "p=tls-exporter,a=an@,^auth=Bearer x^^",
                "n,a=an@,^auth=Basic x^^",
                "n,a=an@,auth=Bearer x^^"
            })
    void oauthbearerIsExact(String message) {
        assertThat(start("OAUTHBEARER").next(octets(message))).isInstanceOf(Step.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "user=an@^auth=Bearer x^",
        "user=an@^auth=Basic x^^",
        "user=^auth=Bearer x^^",
        "auth=Bearer x^^",
        "user=an@^auth=Bearer x^^^",
        "user=an@^auth=Bearer a b^^"
    })
    void xoauth2IsExact(String message) {
        assertThat(start("XOAUTH2").next(octets(message))).isInstanceOf(Step.Malformed.class);
    }
}
