package org.bocau.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
 * PLAIN (RFC 4616), LOGIN and XOAUTH2, octet by octet. {@code |} stands for NUL, {@code ^} for ^A.
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
        assertThat(mechanisms.offered(SECURE, false)).containsExactly("PLAIN", "LOGIN");
        assertThat(mechanisms.offered(CLEAR, false)).isEmpty();
        assertThat(mechanisms.offered(SECURE, true)).containsExactly("PLAIN", "LOGIN", "XOAUTH2");
        assertThat(mechanisms.start("PLAIN", CLEAR, false)).isNull();
        assertThat(mechanisms.start("XOAUTH2", SECURE, false)).isNull();
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
