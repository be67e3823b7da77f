package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bocau.account.Accounts;
import org.bocau.account.Aliases;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.Domains;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.security.Setup.FirstSteps;
import org.bocau.testing.Administrators;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The first domain and the first administrator, by a link that works once. */
@IntegrationTest
class SetupTest {
    private static final String PASSWORD = "a good password";

    private final TestServer server;
    private final Administrators others;
    private final Setup setup;

    SetupTest(TestServer server) {
        this.server = server;
        this.others = Administrators.stepBack(server);
        this.setup = setup();
    }

    /** As another node, or the next start, would have it. */
    private Setup setup() {
        return new Setup(
                server.bean(Accounts.class),
                server.bean(Domains.class),
                server.bean(Aliases.class),
                server.bean(Directory.class),
                server.bean(Passwords.class),
                server.bean(Audit.class),
                server.bean(JdbcClient.class),
                server.bean(TransactionTemplate.class),
                server.bean(Environment.class));
    }

    @AfterEach
    void together() {
        others.close();
    }

    private static String token(Setup setup) {
        return setup.lines().getLast().replaceFirst(".*token=", "");
    }

    private FirstSteps steps(String user) {
        return new FirstSteps(server.domain(), user, "An", PASSWORD);
    }

    @Test
    void printsALinkWhileNobodyIsAdministrator() {
        assertThat(setup.pending()).isTrue();
        assertThat(setup.lines().getLast())
                .matches(" *http://localhost:\\d+/setup\\?token=[A-Za-z0-9_-]{24}");
        assertThat(token(setup())).isNotEqualTo(token(setup));

        server.administrator("root");
        assertThat(setup.pending()).isFalse();
        assertThat(setup.lines()).isEmpty();
    }

    @Test
    void makesDomainAdministratorAndPostmasterOnce() {
        var token = token(setup);

        var account = setup.complete(token, steps("An"));

        assertThat(account.address()).hasToString("an@" + server.domain());
        assertThat(account.administrator()).isTrue();
        assertThat(
                        server.bean(Directory.class)
                                .find(EmailAddress.parse("postmaster@" + server.domain())))
                .asInstanceOf(InstanceOfAssertFactories.type(Destination.Alias.class))
                .extracting(Destination.Alias::targets)
                .isEqualTo(List.of(account.address()));
        assertThat(setup.accepts(token)).isFalse();
        assertThatThrownBy(() -> setup.complete(token, steps("binh")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theOtherNodesLinkIsDeadToo() {
        var other = setup();
        var token = token(other);
        assertThat(other.accepts(token)).isTrue();

        setup.complete(token(setup), steps("an"));

        assertThat(other.accepts(token)).isFalse();
    }

    @Test
    void takesNoOtherToken() {
        assertThat(setup.accepts(null)).isFalse();
        assertThat(setup.accepts("")).isFalse();
        assertThat(setup.accepts(token(setup) + "x")).isFalse();
        assertThat(setup.accepts(token(setup()))).isFalse();
        assertThatThrownBy(() -> setup.complete("x", steps("an")))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'a b', an, An, a good password, domain",
        "'', an, An, a good password, domain",
        "ok, '', An, a good password, user",
        "ok, a@b, An, a good password, user",
        "ok, an, An, short, password",
        "ok, an, 'A\nB', a good password, name"
    })
    void namesTheFieldAndLeavesNothingBehind(
            String domain, String user, String name, String password, String field) {
        var wanted = domain.equals("ok") ? "first." + server.domain() : domain;

        assertThatThrownBy(() ->
                        setup.complete(token(setup), new FirstSteps(wanted, user, name, password)))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
        assertThat(setup.pending()).isTrue();
        assertThat(server.bean(Directory.class).isLocalDomain("first." + server.domain()))
                .isFalse();
    }

    @Test
    void aPostmasterWhoIsAdministratorNeedsNoAlias() {
        var account = setup.complete(token(setup), steps("postmaster"));

        assertThat(account.address()).hasToString("postmaster@" + server.domain());
    }
}
