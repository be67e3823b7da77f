package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.relay.Reply;
import org.junit.jupiter.api.Test;

/** Who may dial whom, without anybody dialling. */
class DestinationsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Reply NOBODY = new Reply(451, "4.4.1 No host answers");

    private final List<Destination> started = new ArrayList<>();
    private final AtomicInteger rung = new AtomicInteger();

    private Destinations destinations(int most, int each) {
        return new Destinations(
                most,
                each,
                (destination, _) -> started.add(destination),
                rung::incrementAndGet,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Who presses "try now" means it. */
    @Test
    void whoIsDownIsAskedWhenSomebodyWantsIt() {
        var all = destinations(100, 3);
        all.add(work("x.example", 20));
        var x = started.getFirst();
        all.unheard(x, NOBODY);
        assertThat(all.down(x)).isEqualTo(NOBODY);

        all.askAgain();

        assertThat(all.down(x)).isNull();
    }

    @Test
    void aDomainEarnsItsConnections() {
        var all = destinations(100, 3);
        all.add(work("x.example", 20));
        assertThat(started).hasSize(1);
        var x = started.getFirst();
        all.heard(x);
        assertThat(started).hasSize(2);
        all.heard(x);
        all.heard(x);
        all.heard(x);
        assertThat(started).hasSize(3);
        assertThat(all.next(x)).isNotNull();
    }

    @Test
    void whenNobodyAnswersHalfOfThemGo() {
        var all = destinations(100, 20);
        all.add(work("x.example", 50));
        var x = started.getFirst();
        IntStream.range(0, 7).forEach(_ -> all.heard(x));
        assertThat(all.active()).isEqualTo(8);

        all.unheard(x, NOBODY);
        assertThat(all.down(x)).isNull();
        assertThat(all.next(x)).isNull();
        all.unheard(x, NOBODY);
        all.unheard(x, NOBODY);
        assertThat(all.down(x)).isEqualTo(NOBODY);
        all.heard(x);
        assertThat(all.down(x)).isNull();
    }

    @Test
    void placesAreSharedAmongDomains() {
        var all = destinations(3, 20);
        all.add(work("x.example", 50));
        var x = started.getFirst();
        all.heard(x);
        all.heard(x);
        assertThat(all.active()).isEqualTo(3);
        all.add(work("y.example", 1));
        assertThat(started).hasSize(3);

        assertThat(all.next(x)).as("a worker of x makes room for y").isNull();
        assertThat(started.getLast().domain).isEqualTo("y.example");
        assertThat(all.next(x)).isNotNull();
    }

    @Test
    void aFullDomainIsBusyUntilItHasRoom() {
        var all = destinations(100, 20);
        all.add(work("x.example", 12));
        assertThat(all.busy()).contains(List.of("x.example"));
        var x = started.getFirst();
        IntStream.range(0, 11).forEach(_ -> all.next(x));
        assertThat(rung).hasPositiveValue();
        assertThat(all.busy()).contains(List.of());
        assertThat(all.next(x)).isNull();
        assertThat(all.active()).isZero();
    }

    @Test
    void whatWaitsTooLongGoesBack() {
        var all = destinations(100, 20);
        all.add(work("x.example", 3));
        assertThat(all.stale(NOW.plusSeconds(59))).isEmpty();
        assertThat(all.stale(NOW.plusSeconds(61))).hasSize(2); // one has begun
    }

    @Test
    void whenItClosesNothingBegins() throws InterruptedException {
        var all = destinations(100, 20);
        all.add(work("x.example", 3));
        assertThat(all.close()).hasSize(2);
        assertThat(all.awaitEnd(Duration.ZERO)).isFalse();
        assertThat(all.busy()).isEmpty();
        assertThat(all.next(started.getFirst())).isNull();
        assertThat(all.awaitEnd(Duration.ZERO)).isTrue();
    }

    private static List<Claimed> work(String domain, int messages) {
        return IntStream.range(0, messages).mapToObj(i -> claimed(domain, i)).toList();
    }

    private static Claimed claimed(String domain, int number) {
        var id = new QueueId(number);
        var message =
                new QueueEnvelope(
                        id, null, "", 1, false, false, false, false, false, null, null, null, 1,
                        "t", NOW);
        var to =
                new Claimed.To(
                        0, EmailAddress.parse("a@" + domain), Notify.DEFAULT, null, 1, 1, false);
        return new Claimed(
                message, null, domain, List.of(to), NOW, NOW, NOW.plusSeconds(300), new byte[1]);
    }
}
