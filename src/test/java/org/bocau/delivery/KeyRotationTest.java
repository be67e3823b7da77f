package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DkimKeyRow.State;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.security.Audit;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.PlatformTransactionManager;

/** Keys from their making to their end, without anybody's help but the DNS's. */
@IntegrationTest
class KeyRotationTest {
    private final TestServer server;
    private final DkimKeyRing ring;
    private final DomainKeys keys;
    private final DomainRow domain;

    KeyRotationTest(TestServer server) {
        this.server = server;
        this.ring = server.bean(DkimKeyRing.class);
        this.keys = server.bean(DomainKeys.class);
        var domains = server.bean(Domains.class);
        var name = "rotation." + server.domain();
        this.domain =
                domains.find(name)
                        .orElseGet(() -> domains.find(domains.create(name)).orElseThrow());
    }

    @Test
    void aKeySignsWhenTheDnsHasItAndRetiresTheOneBefore() {
        keys.provide(domain);
        turn(Duration.ofDays(7));
        assertThat(states()).containsExactly(State.WAITING, State.WAITING);

        publish(ring.of(domain.id()));
        turn(Duration.ofDays(7));
        assertThat(states()).containsExactly(State.SIGNING, State.SIGNING);

        ring.add(domain.id(), keys.make(domain));
        var fresh = ring.of(domain.id()).getFirst();
        publish(List.of(fresh));
        turn(Duration.ofDays(7));
        assertThat(ring.of(domain.id()))
                .filteredOn(key -> key.algorithm().equals(fresh.algorithm()))
                .extracting(DkimKeyRow::state)
                .containsExactly(State.SIGNING, State.RETIRED);

        turn(Duration.ZERO);
        assertThat(states()).containsExactlyInAnyOrder(State.SIGNING, State.WAITING, State.SIGNING);
        assertThat(server.bean(Audit.class).page("domain.keys", PageRequest.of(0, 20)).getContent())
                .filteredOn(row -> row.subject().equals(domain.name()))
                .extracting(row -> row.action() + " " + row.detail())
                .contains("domain.keys.sign " + fresh.selector())
                .anyMatch(line -> line.startsWith("domain.keys.remove "));
    }

    private List<State> states() {
        return ring.of(domain.id()).stream().map(DkimKeyRow::state).toList();
    }

    private void publish(List<DkimKeyRow> rows) {
        for (var key : rows) {
            server.bean(Zone.class)
                    .txt(DomainKeys.name(domain.name(), key.selector()), key.record());
        }
    }

    /** On a node that keeps retired keys so long. */
    private void turn(Duration kept) {
        new KeyRotation(
                        ring,
                        keys,
                        server.bean(Audit.class),
                        new DkimProperties(Duration.ofMinutes(10), kept),
                        server.bean(PlatformTransactionManager.class),
                        server.bean(Clock.class))
                .turn();
    }
}
