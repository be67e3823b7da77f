package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.account.Directory;
import org.bocau.security.LoginResult.Accepted;
import org.bocau.security.LoginResult.Refused;
import org.bocau.security.LoginResult.Throttled;
import org.bocau.security.SecurityProperties.PlaintextAuth;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one way to log in. */
@IntegrationTest
class LoginsTest {
    private static final Login HOME = Gate.from("203.0.113.7");

    private final TestServer server;
    private final Gate gate;
    private final TestAccount an;

    LoginsTest(TestServer server) {
        this.server = server;
        this.gate = new Gate(server);
        this.an = server.account("an");
    }

    private LoginResult login(Login from, String password) {
        return gate.logins.password(from, an.login(), password);
    }

    @Test
    void takesTheAddressInAnyCase() {
        var login = an.login().toUpperCase(Locale.ROOT);

        assertThat(gate.logins.password(HOME, login, an.password()))
                .isInstanceOfSatisfying(
                        Accepted.class, in -> assertThat(in.account().id()).isEqualTo(an.id()));
    }

    @Test
    void unknownWrongAndDisabledAreOneAnswerAfterOneHash() {
        disable(server.account("away"));
        record Case(String login, String password) {}
        var cases =
                Set.of(
                        new Case(an.login(), "wrong password"),
                        new Case("away@" + server.domain(), an.password()),
                        new Case("nobody@" + server.domain(), "wrong password"),
                        new Case("an@elsewhere.example", an.password()),
                        new Case("no address at all", an.password()),
                        new Case("\u0000\r\n", an.password()),
                        new Case("x".repeat(400) + "@" + server.domain(), an.password()));
        for (var one : cases) {
            int before = gate.encoder.checks();
            assertThat(gate.logins.password(HOME, one.login(), one.password()))
                    .as(one.login())
                    .isEqualTo(new Refused());
            assertThat(gate.encoder.checks() - before).as(one.login()).isEqualTo(1);
        }
    }

    private void disable(TestAccount account) {
        var accounts = server.bean(Accounts.class);
        var row = accounts.find(account.id()).orElseThrow();
        accounts.edit(account.id(), row.version(), new AccountEdit("", false, false, 0, null));
    }

    @Test
    void passwordsOver1024OctetsAreRefusedUnhashedForEverybody() {
        var endless = "x".repeat(2_000_000);
        int before = gate.encoder.checks();

        assertThat(login(HOME, endless)).isEqualTo(new Refused());
        assertThat(gate.logins.password(HOME, "nobody@" + server.domain(), endless))
                .isEqualTo(new Refused());
        assertThat(gate.encoder.checks()).isEqualTo(before);
    }

    @Test
    void loggingInAgainCostsNoHashUntilFiveMinutesHavePassed() {
        login(HOME, an.password());
        login(HOME, an.password()); // the first one has replaced the weak hash
        int before = gate.encoder.checks();

        assertThat(login(HOME, an.password())).isInstanceOf(Accepted.class);
        assertThat(login(Gate.from("198.51.100.9"), an.password())).isInstanceOf(Accepted.class);
        assertThat(gate.encoder.checks()).isEqualTo(before);
        gate.clock.pass(Duration.ofMinutes(5));
        login(HOME, an.password());
        assertThat(gate.encoder.checks()).isEqualTo(before + 1);
    }

    @Test
    void whatIsRememberedOfOneAccountHelpsNoOther() {
        server.account("binh");
        login(HOME, an.password());
        server.bean(Accounts.class)
                .changePassword(
                        server.account("binh").id(),
                        server.bean(Passwords.class)
                                .hash(server.account("binh").address(), "binh's own password"));

        assertThat(gate.logins.password(HOME, "binh@" + server.domain(), an.password()))
                .isEqualTo(new Refused());
    }

    @Test
    void aChangedPasswordOrADisabledAccountIsForgottenAtOnce() {
        login(HOME, an.password());
        login(HOME, an.password());
        var hash = server.bean(Passwords.class).hash(an.address(), "another password");
        server.bean(Accounts.class).changePassword(an.id(), hash);

        assertThat(login(HOME, an.password())).isEqualTo(new Refused());
        assertThat(login(HOME, "another password")).isInstanceOf(Accepted.class);
        disable(an);
        assertThat(login(HOME, "another password")).isEqualTo(new Refused());
    }

    @Test
    void aWeakHashIsReplacedAndTheCredentialsStayAsTheyAre() {
        var directory = server.bean(Directory.class);
        var before = directory.credential(an.login()).orElseThrow();

        assertThat(login(HOME, an.password())).isInstanceOf(Accepted.class);

        var after = directory.credential(an.login()).orElseThrow();
        assertThat(after.passwordHash())
                .isNotEqualTo(before.passwordHash())
                .startsWith("{argon2}$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(after.account().credentials()).isEqualTo(before.account().credentials());
        assertThat(login(HOME, an.password())).isInstanceOf(Accepted.class);
    }

    @Tag("T58")
    @Test
    void failuresMakeItSlowThenStopIt() {
        for (int i = 0; i < 5; i++) {
            assertThat(login(HOME, "wrong password")).isEqualTo(new Refused());
        }
        assertThat(gate.pauses).extracting(Duration::toSeconds).containsExactly(0L, 1L, 2L, 4L, 8L);
        for (int i = 0; i < 5; i++) {
            login(HOME, "wrong password");
        }
        int before = gate.encoder.checks();

        assertThat(login(HOME, an.password())).isInstanceOf(Throttled.class);
        assertThat(login(Gate.from("198.51.100.9"), an.password())).isInstanceOf(Accepted.class);
        assertThat(gate.encoder.checks()).isEqualTo(before + 1);
    }

    @Test
    void whoHasLoggedInFromThereBeforeIsKnownFromTheLog() {
        login(HOME, an.password());
        gate.sessions.flush();
        for (int i = 0; i < 10; i++) {
            gate.logins.password(HOME, "guess" + i + "@" + server.domain(), "wrong password");
        }
        server.account("binh");

        assertThat(gate.logins.password(HOME, "binh@" + server.domain(), an.password()))
                .isInstanceOf(Throttled.class);
        assertThat(login(HOME, an.password())).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "fe80::1%1, fe80::2, true"
    })
    void aClientIsKnownByItsAddressOrItsSixtyFour(String then, String now, boolean known) {
        login(Gate.from(then), an.password());
        gate.sessions.flush();

        assertThat(gate.sessions.known(an.id(), InetAddress.ofLiteral(now))).isEqualTo(known);
    }

    @Test
    void everyAttemptIsLoggedWithoutItsSecrets() {
        login(HOME, an.password());
        login(HOME, "typed-by-mistake");
        gate.logins.password(HOME, "my-password-in-the-wrong-field", "x");
        gate.sessions.flush();

        assertThat(gate.sessions.of(an.id(), 10))
                .extracting(LoginRow::outcome)
                .containsExactly("refused", "accepted");
        assertThat(gate.sessions.of(an.id(), 10))
                .allMatch(row -> an.login().equals(row.login()) && row.service().equals("imap"));
        var leaks =
                server.jdbc()
                        .sql(
                                """
                                select count(*) from session_log
                                 where login like '%wrong-field%' or login like '%mistake%'
                                """)
                        .query(Integer.class)
                        .single();
        assertThat(leaks).isZero();
    }

    @Test
    void aTokenIsGoodForItsAccountAsItIs() {
        var token = gate.logins.token(an.id());
        var binh = server.account("binh");

        assertThat(gate.logins.token(HOME, an.login(), token)).isInstanceOf(Accepted.class);
        assertThat(gate.logins.token(HOME, binh.login(), token)).isEqualTo(new Refused());
        assertThat(gate.logins.token(HOME, "nobody", token)).isEqualTo(new Refused());
        assertThat(gate.logins.token(HOME, an.login(), "x" + token)).isEqualTo(new Refused());
        assertThat(login(HOME, token)).isEqualTo(new Refused());
        gate.clock.pass(Duration.ofMinutes(5));
        assertThat(gate.logins.token(HOME, an.login(), token)).isEqualTo(new Refused());

        var second = gate.logins.token(an.id());
        server.bean(Accounts.class)
                .changePassword(
                        an.id(),
                        server.bean(Passwords.class).hash(an.address(), "another password"));
        assertThat(gate.logins.token(HOME, an.login(), second)).isEqualTo(new Refused());
    }

    @ParameterizedTest
    @CsvSource({
        "LOOPBACK, 127.0.0.1, false, true",
        "LOOPBACK, ::1, false, true",
        "LOOPBACK, 192.0.2.1, false, false",
        "LOOPBACK, 192.0.2.1, true, true",
        "NEVER, 127.0.0.1, false, false",
        "NEVER, 127.0.0.1, true, true",
        "ALWAYS, 192.0.2.1, false, true"
    })
    void aPasswordIsAllowedWhereItIsSafe(
            PlaintextAuth setting, String remote, boolean secure, boolean allowed) {
        var from = new Login("imap", Gate.from(remote).remote(), secure);

        assertThat(new Gate(server, setting).logins.passwordAllowed(from)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%1", "2001:db8::1", "::ffff:192.0.2.1"})
    void addressesOfEveryKindAreLogged(String remote) {
        assertThat(login(Gate.from(remote), an.password())).isInstanceOf(Accepted.class);
        gate.sessions.flush();

        assertThat(gate.sessions.of(an.id(), 10)).hasSize(1);
    }

    @Test
    void theLogForgetsWhatIsOld() {
        login(HOME, an.password());
        gate.sessions.flush();
        server.jdbc()
                .sql("update session_log set at = at - interval '1 year' where account_id = ?")
                .param(an.id().value())
                .update();

        gate.sessions.tidy();

        assertThat(gate.sessions.of(an.id(), 10)).isEmpty();
    }
}
