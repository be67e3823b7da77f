package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.bocau.security.Throttle.Verdict;
import org.bocau.security.Throttle.Verdict.Admit;
import org.bocau.security.Throttle.Verdict.Hold;
import org.bocau.security.Throttle.Verdict.Refuse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guessing becomes slow and stops, and no account can be locked by it. */
class ThrottleTest {
    private static final String AN = "an@example.org";

    private final HandClock clock = new HandClock();
    private final Set<String> known = new HashSet<>();
    private final Throttle throttle =
            new Throttle(
                    clock,
                    remote -> remote.equals(ip("198.51.100.1")),
                    (account, remote) -> known.contains(account + remote.getHostAddress()));

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private Verdict ask(String remote, String account) {
        return throttle.ask(ip(remote), account);
    }

    private Duration delay(String remote, String account) {
        var verdict = ask(remote, account);
        assertThat(verdict).isInstanceOf(Admit.class);
        var admit = (Admit) verdict;
        admit.attempt().abandoned();
        return admit.delay();
    }

    private boolean fail(String remote, String account) {
        if (ask(remote, account) instanceof Admit admit) {
            admit.attempt().failed();
            return true;
        }
        return false;
    }

    private void fail(int times, String remote, String account) {
        for (int i = 0; i < times; i++) {
            assertThat(fail(remote, account)).as("failure %d", i + 1).isTrue();
        }
    }

    @Test
    void eachFailureMakesTheNextAttemptWaitLonger() {
        for (int seconds : new int[] {0, 1, 2, 4, 8, 15, 15}) {
            assertThat(delay("192.0.2.1", AN)).isEqualTo(Duration.ofSeconds(seconds));
            fail(1, "192.0.2.1", AN);
        }
    }

    @Tag("T58")
    @Test
    void aClientFailsTenTimesAMinuteAndFiftyTimesADay() {
        fail(10, "192.0.2.1", AN);
        clock.pass(Duration.ofSeconds(20));
        assertThat(ask("192.0.2.1", AN)).isEqualTo(new Refuse(Duration.ofSeconds(40)));
        assertThat(ask("192.0.2.1", "binh@example.org")).isInstanceOf(Refuse.class);

        for (int minute = 0; minute < 4; minute++) {
            clock.pass(Duration.ofMinutes(1));
            fail(10, "192.0.2.1", AN);
        }
        clock.pass(Duration.ofHours(1));
        assertThat(ask("192.0.2.1", AN)).isInstanceOf(Refuse.class);
        clock.pass(Duration.ofHours(23));
        assertThat(delay("192.0.2.1", AN)).isZero();
    }

    @Tag("T58")
    @Test
    void oneTryOnEachOfManyAccountsIsStoppedToo() {
        int admitted = 0;
        for (int i = 0; i < 200; i++) {
            admitted += fail("192.0.2.1", "user" + i + "@example.org") ? 1 : 0;
        }

        assertThat(admitted).isEqualTo(Throttle.PER_MINUTE);
        assertThat(delay("203.0.113.1", "user0@example.org")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.%d, 30", "2001:db8:0:a%02x::1, 30", "2001:db8::%d, 10"})
    void aNetworkFailsThreeTimesAsOftenAndASixtyFourIsOneClient(String pattern, int expected) {
        int admitted = 0;
        for (int i = 1; i <= 20; i++) {
            for (int j = 0; j < 5; j++) {
                admitted += fail(pattern.formatted(i), "u" + i + "-" + j) ? 1 : 0;
            }
        }

        assertThat(admitted).isEqualTo(expected);
    }

    @Test
    void anAccountUnderAttackIsSlowForStrangersAndNeverLocked() {
        known.add(AN + "203.0.113.1");
        for (int i = 0; i < 100; i++) {
            fail("10.%d.0.1".formatted(i), AN);
        }

        assertThat(delay("203.0.113.9", AN)).isEqualTo(Duration.ofSeconds(15));
        assertThat(delay("203.0.113.1", AN)).isZero();
        assertThat(delay("203.0.113.9", "binh@example.org")).isZero();
    }

    @Test
    void whoIsKnownWorksBesideAnAttackerAtTheSameAddress() {
        known.add(AN + "192.0.2.1");
        fail(10, "192.0.2.1", "binh@example.org");

        assertThat(ask("192.0.2.1", "chi@example.org")).isInstanceOf(Refuse.class);
        assertThat(delay("192.0.2.1", AN)).isZero();
    }

    @Test
    void whoIsKnownIsHeldToItsOwnFailures() {
        known.add(AN + "192.0.2.1");
        fail(1, "192.0.2.1", AN);
        assertThat(delay("192.0.2.1", AN)).isEqualTo(Duration.ofSeconds(1));
        fail(9, "192.0.2.1", AN);

        assertThat(ask("192.0.2.1", AN)).isInstanceOf(Refuse.class);
    }

    @Test
    void successForgetsThePairAndNothingElse() {
        fail(9, "192.0.2.1", AN);
        ((Admit) ask("192.0.2.1", AN)).attempt().succeeded();
        assertThat(delay("192.0.2.1", AN)).isZero();

        fail(1, "192.0.2.1", "binh@example.org");
        assertThat(ask("192.0.2.1", "chi@example.org")).isInstanceOf(Refuse.class);
    }

    @Test
    void attemptsUnderWayCountUntilTheyEnd() {
        var attempts = new Admit[Throttle.PER_MINUTE];
        for (int i = 0; i < attempts.length; i++) {
            attempts[i] = (Admit) ask("192.0.2.1", AN);
        }
        assertThat(ask("192.0.2.1", AN)).isInstanceOf(Hold.class);

        attempts[0].attempt().succeeded();
        attempts[0].attempt().failed(); // an attempt ends once

        assertThat(delay("192.0.2.1", AN)).isZero();
        for (int i = 1; i < attempts.length; i++) {
            attempts[i].attempt().failed();
        }
        fail(1, "192.0.2.1", AN);
        assertThat(ask("192.0.2.1", AN)).isInstanceOf(Refuse.class);
    }

    @Test
    void trustedNetworksAreLeftAlone() {
        fail(1000, "198.51.100.1", AN);

        assertThat(delay("198.51.100.1", AN)).isZero();
    }

    @Test
    void loopbackIsNoExceptionByItself() {
        fail(10, "127.0.0.1", AN);

        assertThat(ask("127.0.0.1", AN)).isInstanceOf(Refuse.class);
    }

    @Test
    void memoryIsBounded() { // the oldest keys are forgotten, and nothing breaks
        var first = (Admit) ask("192.0.2.1", AN);
        for (int i = 0; i < 60_000; i++) {
            fail("10.%d.%d.1".formatted(i >> 8, i & 0xff), "user" + i);
        }
        first.attempt().failed();

        assertThat(delay("192.0.2.1", AN)).isEqualTo(Duration.ofSeconds(1));
    }
}
