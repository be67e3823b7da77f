package org.bocau.security;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Slows down and stops guessing, over all protocols and the web together. Four keys count failures:
 * the client (an IPv4 address or an IPv6 /64), its network (/24, /56), the account, and the account
 * from that client.
 *
 * <ul>
 *   <li>A client may fail 10 times a minute and 50 times a day, its network three times as often;
 *       beyond that, attempts are refused unseen.
 *   <li>Failures from one client against one account make the next attempt there wait 1, 2, 4, 8,
 *       then 15 seconds; those from everywhere against one account make strangers to it wait. An
 *       account is never locked: that would be a weapon.
 *   <li>Who has logged in to the account from the same client before is held to the failures of
 *       that pair alone, so an attack elsewhere does not touch its owner.
 * </ul>
 *
 * <p>Attempts under way count as failures until they end, so that many at once gain nothing.
 * Success forgets the pair's failures and no others. State is this process's own, see {@code
 * src/docs/decisions/0010-login-throttle-in-memory.md}. Safe for any thread.
 */
final class Throttle {
    static final int PER_MINUTE = 10;
    static final int PER_DAY = 50;
    static final int NETWORK_FACTOR = 3;
    static final int ACCOUNT_GRACE = 20;
    private static final long[] DELAYS = {0, 1, 2, 4, 8, 15};
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Predicate<InetAddress> trusted;
    private final BiPredicate<String, InetAddress> known;
    private final Failures failures;

    /**
     * @param trusted clients that are left alone
     * @param known tells whether somebody has logged in to the account from there before; asked
     *     only when a stranger would be slowed down
     */
    Throttle(Clock clock, Predicate<InetAddress> trusted, BiPredicate<String, InetAddress> known) {
        this.trusted = trusted;
        this.known = known;
        this.failures = new Failures(clock);
    }

    /** What an attempt has to expect. */
    sealed interface Verdict {
        /** Wait {@code delay}, check the password, then end the attempt. */
        record Admit(Attempt attempt, Duration delay) implements Verdict {}

        /** So many attempts are under way that this one might be too many: ask again. */
        record Hold(Duration lookAgain) implements Verdict {}

        record Refuse(Duration retryAfter) implements Verdict {}
    }

    /** An admitted attempt; ended exactly once. */
    interface Attempt {
        void succeeded();

        void failed();

        /** It came to no answer: the store was down, or too many hashes were wanted. */
        void abandoned();
    }

    /**
     * @param account canonical login name, whether or not there is such an account
     */
    Verdict ask(InetAddress remote, String account) {
        if (trusted.test(remote)) {
            return new Verdict.Admit(UNCOUNTED, Duration.ZERO);
        }
        var keys = FailureKeys.of(remote, account);
        var stranger = failures.admit(keys, false);
        if (stranger instanceof Verdict.Admit admit) {
            if (admit.delay().isZero()) {
                return admit;
            }
            admit.attempt().abandoned();
        }
        return failures.admit(keys, known.test(account, remote));
    }

    static Duration delay(int failed) {
        return Duration.ofSeconds(DELAYS[Math.clamp(failed, 0, DELAYS.length - 1)]);
    }

    static Duration lookAgain() {
        return LOOK_AGAIN;
    }

    private static final Attempt UNCOUNTED =
            new Attempt() {
                @Override
                public void succeeded() {}

                @Override
                public void failed() {}

                @Override
                public void abandoned() {}
            };
}
