package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit trail stands and falls with the change, and then stands. */
@IntegrationTest
class AuditTest {
    private final TestServer server;
    private final Audit audit;
    private final TransactionTemplate transaction;

    AuditTest(TestServer server) {
        this.server = server;
        this.audit = server.bean(Audit.class);
        this.transaction = server.bean(TransactionTemplate.class);
    }

    private void record(String action) {
        audit.record("root@" + server.domain(), action, "an@" + server.domain(), "name: – → An");
    }

    @Test
    void joinsTheChangesTransaction() {
        transaction.executeWithoutResult(_ -> record("account.create"));
        transaction.executeWithoutResult(status -> {
            record("account.delete");
            status.setRollbackOnly();
        });

        assertThat(audit.page("an@" + server.domain(), PageRequest.of(0, 10)).getContent())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.action()).isEqualTo("account.create");
                    assertThat(row.actor()).isEqualTo("root@" + server.domain());
                    assertThat(row.detail()).isEqualTo("name: – → An");
                    assertThat(row.remote()).isNull();
                });
    }

    @Test
    void needsATransactionToJoin() {
        assertThatThrownBy(() -> record("account.create"))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set detail = ''",
                "delete from audit_event",
                "truncate audit_event"
            })
    void cannotBeRewritten(String statement) {
        assertThatThrownBy(() -> server.jdbc().sql(statement).update())
                .hasStackTraceContaining("append-only");
    }
}
