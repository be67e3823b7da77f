package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import org.bocau.testing.Administrators;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Once there is an administrator there always is one, also when two people act at once. */
@IntegrationTest
class LastAdministratorTest {
    private final TestServer server;
    private final Accounts accounts;
    private final Administrators others;

    LastAdministratorTest(TestServer server) {
        this.server = server;
        this.accounts = server.bean(Accounts.class);
        this.others = Administrators.stepBack(server);
    }

    @AfterEach
    void together() {
        others.close();
    }

    @Test
    void cannotBeDeletedDisabledOrDemoted() {
        var last = server.administrator("last").id();

        assertThatThrownBy(() -> accounts.delete(last))
                .hasMessageContaining("refusal.administrator.last");
        assertThatThrownBy(() -> edit(last, true, false))
                .hasMessageContaining("administrator: refusal.administrator.last");
        assertThatThrownBy(() -> edit(last, false, true))
                .hasMessageContaining("enabled: refusal.administrator.last");
        assertThat(accounts.find(last)).get().matches(a -> a.enabled() && a.administrator());
    }

    @Test
    void aDisabledAdministratorDoesNotCount() {
        var last = server.administrator("last").id();
        edit(server.administrator("away").id(), false, true);

        assertThatThrownBy(() -> edit(last, true, false))
                .hasMessageContaining("refusal.administrator.last");
    }

    @Test
    void ofTwoWhoGoAtOnceOneStays() throws Exception {
        for (int round = 0; round < 5; round++) {
            var one = server.administrator("one" + round).id();
            var two = server.administrator("two" + round).id();

            var outcomes =
                    AccountsTest.atOnce(
                            List.<Callable<Object>>of(
                                    () -> edit(one, true, false),
                                    () -> {
                                        accounts.delete(two);
                                        return "deleted";
                                    }));

            assertThat(outcomes).filteredOn(FieldRefusal.class::isInstance).hasSize(1);
            assertThat(accounts.anyAdministrator()).isTrue();
            server.jdbc().sql("update account set administrator = false").update();
        }
    }

    private Object edit(AccountId id, boolean enabled, boolean administrator) {
        var row = accounts.find(id).orElseThrow();
        accounts.edit(id, row.version(), new AccountEdit("", enabled, administrator, 0, null));
        return row;
    }
}
