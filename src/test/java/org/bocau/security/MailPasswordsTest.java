package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.bocau.account.AppPasswords;
import org.bocau.account.FieldRefusal;
import org.bocau.security.LoginResult.Accepted;
import org.bocau.security.LoginResult.Refused;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** App passwords: for mail programs alone, and for as long as their owner wants. */
@IntegrationTest
class MailPasswordsTest {
    private static final Login MAIL = Gate.from("203.0.113.7");
    private static final Login WEB = new Login("web", MAIL.remote(), true);

    private final TestServer server;
    private final Gate gate;
    private final TestAccount an;
    private final MailPasswords changes;
    private final AppPasswords appPasswords;

    MailPasswordsTest(TestServer server) {
        this.server = server;
        this.gate = new Gate(server);
        this.an = server.account("an");
        this.changes = server.bean(MailPasswords.class);
        this.appPasswords = server.bean(AppPasswords.class);
    }

    private LoginResult login(Login from, String password) {
        return gate.logins.password(from, an.login(), password);
    }

    @Test
    void opensMailAndNeverTheWebUntilItIsRevoked() {
        var secret = changes.create(an.id(), "phone");
        int hashes = gate.encoder.checks();

        assertThat(secret).matches("[a-z2-7]{26}");
        assertThat(login(MAIL, secret)).isInstanceOf(Accepted.class);
        assertThat(gate.encoder.checks()).isEqualTo(hashes);
        assertThat(login(WEB, secret)).isEqualTo(new Refused());
        assertThat(gate.logins.password(MAIL, server.account("binh").login(), secret))
                .isEqualTo(new Refused());

        changes.revoke(an.login(), an.id(), appPasswords.of(an.id()).getFirst().id());
        assertThat(login(MAIL, secret)).isEqualTo(new Refused());
        assertThat(appPasswords.of(an.id())).isEmpty();
    }

    @Test
    void whatWasOpenedWithItHoldsUntilItIsRevoked() {
        var secret = changes.create(an.id(), "phone");
        var phone = (Accepted) login(MAIL, secret);
        var desk = (Accepted) login(MAIL, an.password());
        assertThat(gate.logins.stillHolds(phone)).isTrue();

        changes.revoke(an.login(), an.id(), appPasswords.of(an.id()).getFirst().id());
        assertThat(gate.logins.stillHolds(phone)).isFalse();
        assertThat(gate.logins.stillHolds(desk)).isTrue();
    }

    @Test
    void itsUseIsNoted() {
        var secret = changes.create(an.id(), "phone");
        assertThat(appPasswords.of(an.id()).getFirst().lastUsedAt()).isNull();

        login(MAIL, secret);
        var used = appPasswords.of(an.id()).getFirst();
        assertThat(used.name()).isEqualTo("phone");
        assertThat(used.lastUsedBy()).isEqualTo("imap");
        assertThat(used.lastUsedFrom()).isEqualTo(MAIL.remote().getHostAddress());
        assertThat(used.lastUsedAt()).isNotNull();
    }

    @Test
    void mailProgramsMayBeHeldToThem() {
        var secret = changes.create(an.id(), "phone");
        login(MAIL, an.password());
        changes.require(an.login(), an.id(), true);

        assertThat(login(MAIL, an.password())).isEqualTo(new Refused());
        assertThat(login(WEB, an.password())).isInstanceOf(Accepted.class);
        assertThat(login(MAIL, secret)).isInstanceOf(Accepted.class);

        changes.require(an.login(), an.id(), false);
        assertThat(login(MAIL, an.password())).isInstanceOf(Accepted.class);
    }

    @Test
    void aWrongOneCostsWhatAWrongPasswordCosts() {
        var guess = AppPasswordText.random();
        for (var login : new String[] {an.login(), "nobody@" + server.domain()}) {
            int before = gate.encoder.checks();
            assertThat(gate.logins.password(MAIL, login, guess)).isEqualTo(new Refused());
            assertThat(gate.encoder.checks()).as(login).isEqualTo(before + 1);
        }
        assertThat(gate.pauses).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void itHasAName(String name) {
        assertThatThrownBy(() -> changes.create(an.id(), name)).isInstanceOf(FieldRefusal.class);
    }

    @Test
    void noSecretIsKeptOrAudited() {
        var secret = changes.create(an.id(), "phone");
        login(MAIL, secret);

        var rows =
                server.jdbc()
                        .sql(
                                """
                                select string_agg(a::text, ' ') || (select string_agg(e::text, ' ')
                                  from audit_event e where subject = ?) from app_password a
                                """)
                        .param(an.login())
                        .query(String.class)
                        .single();
        assertThat(rows).contains("app-password.create", "phone").doesNotContain(secret);
    }
}
