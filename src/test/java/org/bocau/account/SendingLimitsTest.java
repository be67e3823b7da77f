package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** How much an account may send, counted in the database. */
@IntegrationTest
class SendingLimitsTest {
    private final TestServer server;
    private final TestAccount an;

    SendingLimitsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void hoursAndDaysAreCountedByTheClock() {
        at("2026-11-22T10:59:59Z").limit(an.id(), new SendingLimit(2, 3, 0));

        assertThat(send(at("2026-11-22T10:59:59Z"), "a", "b")).isTrue();
        assertThat(at("2026-11-22T10:59:59Z").left(an.id())).isZero();
        assertThat(send(at("2026-11-22T10:59:59Z"), "a")).isFalse();
        assertThat(at("2026-11-22T11:00:00Z").left(an.id())).isEqualTo(1);
        assertThat(send(at("2026-11-22T11:00:00Z"), "a")).isTrue();
        assertThat(send(at("2026-11-23T09:59:59Z"), "a")).isFalse();
        assertThat(send(at("2026-11-23T10:00:00Z"), "a", "b")).isTrue();
    }

    @Test
    void onlyWhoWasNeverWrittenToIsNew() {
        var limits = at("2026-11-22T10:00:00Z");
        limits.limit(an.id(), new SendingLimit(null, null, 2));

        assertThat(send(limits, "a", "b")).isTrue();
        assertThat(send(limits, "a", "B", "b")).isTrue(); // in any case
        assertThat(send(limits, "c", "d", "e")).isFalse();
        assertThat(send(limits, "a")).isTrue();
        assertThat(limits.used(an.id()).newInDay()).isEqualTo(2);
        assertThat(send(at("2026-11-23T10:00:00Z"), "c", "d")).isTrue();
    }

    @Test
    void aRecipientNamedTwiceCountsOnce() {
        var limits = at("2026-11-22T10:00:00Z");
        send(limits, "a", "a", "a");

        assertThat(limits.used(an.id()).inHour()).isEqualTo(1);
    }

    /** As several nodes do. */
    @Test
    void whoSendsAtTheSameTimeSharesTheLimit() throws Exception {
        var limits = at("2026-11-22T10:00:00Z");
        limits.limit(an.id(), new SendingLimit(10, null, null));
        var sendings = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 40; i++) {
            var recipient = "r" + i;
            sendings.add(() -> send(limits, recipient));
        }
        int accepted = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var sending : threads.invokeAll(sendings)) {
                accepted += sending.get() ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(10);
        assertThat(limits.used(an.id()).inHour()).isEqualTo(10);
    }

    @Test
    void zeroIsNoLimitAndNothingIsTheServers() {
        var limits = at("2026-11-22T10:00:00Z");
        assertThat(limits.limit(an.id())).isEqualTo(SendingLimit.DEFAULT);
        assertThat(limits.used(an.id()).perHour()).isEqualTo(5);

        limits.limit(an.id(), new SendingLimit(0, 0, 0));
        assertThat(send(limits, "a", "b", "c", "d", "e", "f")).isTrue();
        assertThat(limits.left(an.id())).isEqualTo(Integer.MAX_VALUE);
        limits.limit(an.id(), SendingLimit.DEFAULT);
        assertThat(limits.left(an.id())).isZero();
    }

    @Test
    void whoMetALimitComesFirst() {
        var binh = server.account("binh");
        var limits = at("2027-01-01T10:00:00Z");
        send(limits, "a", "b");
        limits.refused(binh.id());
        limits.refused(binh.id());

        assertThat(limits.latest())
                .extracting(SendingRow::address, SendingRow::refused, SendingRow::inDay)
                .startsWith(tuple(binh.login(), 2L, 0L), tuple(an.login(), 0L, 2L));
    }

    private boolean send(SendingLimits limits, String... names) {
        var to = List.of(names).stream().map(n -> new EmailAddress(n, "y.example")).toList();
        return Objects.requireNonNull(
                server.bean(TransactionTemplate.class)
                        .execute(status -> {
                            boolean within = limits.count(an.id(), to);
                            if (!within) {
                                status.setRollbackOnly();
                            }
                            return within;
                        }));
    }

    private SendingLimits at(String time) {
        return new SendingLimits(
                server.jdbc(),
                new SendingProperties(5, 2000, 500),
                Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}
