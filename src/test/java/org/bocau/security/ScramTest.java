package org.bocau.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Objects;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.security.LoginResult.Accepted;
import org.bocau.security.LoginResult.Refused;
import org.bocau.security.SaslMechanism.Step;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.ScramClient;
import org.bocau.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCRAM-SHA-256. RFC 5802, RFC 7677. */
@IntegrationTest
class ScramTest {
    private static final byte[] BINDING = "what TLS exports".getBytes(UTF_8);

    private final TestServer server;
    private final Gate gate;
    private final SaslMechanisms mechanisms;

    ScramTest(TestServer server) {
        this.server = server;
        this.gate = new Gate(server);
        this.mechanisms = new SaslMechanisms(gate.logins);
        server.account("an");
    }

    /** RFC 7677 §3. */
    @Test
    void theExampleOfTheRfc() {
        var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        var keys = ScramKeys.of("pencil", salt, 4096);
        var authMessage =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var shown = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var proof = new ScramProof(authMessage, shown, true);

        assertThat(proof.shows(keys)).isTrue();
        assertThat(Base64.getEncoder().encodeToString(proof.serverSignature()))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(new ScramProof(authMessage, shown, false).shows(keys)).isFalse();
        assertThat(new ScramProof(authMessage + "x", shown, true).shows(keys)).isFalse();
        shown[31] ^= 1;
        assertThat(new ScramProof(authMessage, shown, true).shows(keys)).isFalse();
    }

    /** RFC 4013 §3. */
    @ParameterizedTest
    @CsvSource({
        "I\u00adX, IX",
        "user, user",
        "USER, USER",
        "\u00aa, a",
        "\u2168, IX",
        "'a\u00a0b', 'a b'",
        "'\u0007', ",
        "'\u00ad', ",
        "'\ue000', "
    })
    void preparesPasswordsAsItsClientsDo(String password, @Nullable String prepared) {
        assertThat(SaslPrep.prepare(password).orElse(null)).isEqualTo(prepared);
    }

    private static String challenge(Step step) {
        assertThat(step).isInstanceOf(Step.Challenge.class);
        return new String(((Step.Challenge) step).octets(), UTF_8);
    }

    private static LoginResult result(Step step) {
        assertThat(step).isInstanceOf(Step.Done.class);
        return ((Step.Done) step).result();
    }

    private SaslMechanism start(Login from, String mechanism) {
        return Objects.requireNonNull(mechanisms.start(mechanism, from, false));
    }

    /** Runs the exchange to its end. */
    private LoginResult login(Login from, String mechanism, ScramClient client) {
        var exchange = start(from, mechanism);
        var first = exchange.next(client.first().getBytes(UTF_8));
        if (first instanceof Step.Done done) {
            return done.result();
        }
        var last = exchange.next(client.last(challenge(first)).getBytes(UTF_8));
        if (last instanceof Step.Done done) {
            return done.result();
        }
        assertThat(client.trusts(challenge(last))).isTrue();
        return result(exchange.next(new byte[0]));
    }

    private LoginResult login(String login, String password) {
        return login(Gate.from("203.0.113.7"), "SCRAM-SHA-256", ScramClient.of(login, password));
    }

    @Test
    void letsInWhoKnowsThePasswordAndCountsWhoDoesNot() {
        var an = server.account("an");

        assertThat(login(an.login(), an.password())).isInstanceOf(Accepted.class);
        assertThat(login(an.login().toUpperCase(java.util.Locale.ROOT), an.password()))
                .isInstanceOf(Accepted.class);
        for (int i = 0; i < 10; i++) {
            assertThat(login(an.login(), "wrong")).isEqualTo(new Refused());
        }
        assertThat(login(an.login(), an.password())).isInstanceOf(LoginResult.Throttled.class);
        gate.sessions.flush();
        assertThat(gate.sessions.of(an.id(), 20))
                .extracting(LoginRow::outcome)
                .contains("accepted", "refused");
    }

    /** S11: the same messages, in the same form, and the same salt whenever one asks. */
    @Test
    void whoIsNobodyIsAskedLikeSomebody() {
        var accounts = server.bean(Accounts.class);
        var away = server.account("away");
        var row = accounts.find(away.id()).orElseThrow();
        accounts.edit(away.id(), row.version(), new AccountEdit("", false, false, 0, null));
        for (var login : new String[] {"an", "away", "nobody"}) {
            var address = login + "@" + server.domain();
            var asked = asked(address);

            assertThat(asked).matches("[A-Za-z0-9+/]{22}==,i=" + ScramKeys.ITERATIONS);
            assertThat(asked(address)).isEqualTo(asked);
            assertThat(asked(address.toUpperCase(java.util.Locale.ROOT))).isEqualTo(asked);
            var wrong = login.equals("an") ? "wrong" : away.password();
            assertThat(login(address, wrong)).as(login).isEqualTo(new Refused());
        }
        assertThat(login("no address at all", "x")).isEqualTo(new Refused());
        assertThat(asked("an@" + server.domain())).isNotEqualTo(asked("no@" + server.domain()));
    }

    private String asked(String login) {
        var first = ScramClient.of(login, "").first().getBytes(UTF_8);
        var from = Gate.from("203.0.113.7");
        return challenge(start(from, "SCRAM-SHA-256").next(first)).replaceFirst(".*,s=", "");
    }

    @Test
    void oldAccountsGetTheirKeysAtTheNextLoginWithAPassword() {
        var an = server.account("an");
        server.jdbc()
                .sql(
                        "update account set password_hash = split_part(password_hash, ' ', 1) where id = ?")
                .param(an.id().value())
                .update();

        assertThat(login(an.login(), an.password())).isEqualTo(new Refused());
        gate.logins.password(Gate.from("203.0.113.7"), an.login(), an.password());
        assertThat(login(an.login(), an.password())).isInstanceOf(Accepted.class);
    }

    @Test
    void plusIsBoundToItsConnection() {
        var an = server.account("an");
        var from = new Login("imap", Gate.from("203.0.113.7").remote(), true, this::bound);
        var plus = "SCRAM-SHA-256-PLUS";

        assertThat(login(from, plus, client("p=tls-exporter,,", BINDING)))
                .isInstanceOf(Accepted.class);
        assertThat(login(from, plus, client("p=tls-server-end-point,,", new byte[] {1})))
                .isInstanceOf(Accepted.class);
        assertThat(login(from, plus, client("p=tls-exporter,,", new byte[] {1})))
                .isEqualTo(new Refused()); // somebody is between us
        assertThat(login(from, plus, client("p=tls-unique,,", BINDING))).isEqualTo(new Refused());
        assertThat(login(from, "SCRAM-SHA-256", client("y,,", new byte[0])))
                .isEqualTo(new Refused()); // somebody has hidden the -PLUS from it
        assertThat(login(from, "SCRAM-SHA-256", client("n,,", new byte[0])))
                .isInstanceOf(Accepted.class);
        assertThat(login(Gate.from("203.0.113.7"), "SCRAM-SHA-256", client("y,,", new byte[0])))
                .isInstanceOf(Accepted.class);
        assertThat(login(from, "SCRAM-SHA-256", client("n,a=x@y.example,", new byte[0])))
                .isEqualTo(new Refused());
        assertThat(login(from, "SCRAM-SHA-256", client("n,a=" + an.login() + ",", new byte[0])))
                .isInstanceOf(Accepted.class);
    }

    private byte @Nullable [] bound(String type) {
        return switch (type) {
            case "tls-exporter" -> BINDING;
            case "tls-server-end-point" -> new byte[] {1};
            default -> null;
        };
    }

    private ScramClient client(String header, byte[] binding) {
        var an = server.account("an");
        return new ScramClient(header, binding, an.login(), an.password(), "abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "n,,n=an",
                "n,,r=abc,n=an",
                "n,,m=x,n=an,r=abc", // RFC 5802 §5.1: what must be understood is not
                "n,,n=a=n,r=abc",
                "n,a=a=,n=an,r=abc",
                "n,,n=,r=abc",
                "p=tls-exporter,,n=an,r=abc", // that is the other mechanism
                "x,,n=an,r=abc",
                "n,,n=an,r=a b"
            })
    void refusesWhatIsNoFirstMessage(String message) {
        var exchange = start(Gate.from("203.0.113.7"), "SCRAM-SHA-256");

        assertThat(exchange.next(message.getBytes(UTF_8))).isInstanceOf(Step.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|malformed",
                "c=biws|malformed",
                "c=biws,r=NONCE|malformed",
                "c=biws,r=NONCE,p=|malformed",
                "c=biws,r=NONCE,p=a|malformed",
                "c=b,r=NONCE,p=YQ==|malformed",
                "c=biws,r=NONCE,p=YQ==|refused",
                "c=biws,r=another,p=YQ==|refused",
                "c=eSws,r=NONCE,p=YQ==|refused"
            })
    void refusesWhatIsNoLastMessage(String message, String outcome) {
        var exchange = start(Gate.from("203.0.113.7"), "SCRAM-SHA-256");
        var first = ScramClient.of("an@" + server.domain(), "x").first().getBytes(UTF_8);
        var asked = challenge(exchange.next(first));
        var nonce = asked.substring(2, asked.indexOf(",s="));

        var step = exchange.next(message.replace("NONCE", nonce).getBytes(UTF_8));

        assertThat(step)
                .isInstanceOf(outcome.equals("malformed") ? Step.Malformed.class : Step.Done.class);
    }

    @Test
    void secretsAreNotPrinted() {
        var keys = ScramKeys.of("canary", new byte[16], 1);
        assertThat(keys.toString() + new KeptPassword("{argon2}canary", keys))
                .doesNotContain("canary")
                .doesNotContain(keys.text());
    }
}
