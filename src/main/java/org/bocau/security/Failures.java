package org.bocau.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.security.Throttle.Attempt;
import org.bocau.security.Throttle.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed attempts by key, for a minute and for a day from the first one, and attempts under
 * way. Bounded: the key that was used longest ago is forgotten first.
 */
final class Failures {
    private static final int MOST_KEYS = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private final Map<String, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > MOST_KEYS;
                }
            };

    Failures(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param known only the pair's own failures count against it
     */
    Verdict admit(FailureKeys keys, boolean known) {
        lock.lock();
        try {
            var now = clock.instant();
            var verdict = within(keys.pair(), 1, now);
            if (verdict == null && !known) {
                verdict = within(keys.client(), 1, now);
            }
            if (verdict == null && !known) {
                verdict = within(keys.network(), Throttle.NETWORK_FACTOR, now);
            }
            if (verdict != null) {
                return verdict;
            }
            var delay = Throttle.delay(count(keys.pair(), now).today);
            if (!known) {
                int strangers = count(keys.account(), now).today - Throttle.ACCOUNT_GRACE;
                var slow = Throttle.delay(strangers);
                delay = delay.compareTo(slow) < 0 ? slow : delay;
            }
            underWay(keys, 1, now);
            return new Verdict.Admit(new Counted(keys), delay);
        } finally {
            lock.unlock();
        }
    }

    /** Null when there is room under the key's limits. */
    private @Nullable Verdict within(String key, int factor, Instant now) {
        var count = count(key, now);
        int perMinute = Throttle.PER_MINUTE * factor;
        int perDay = Throttle.PER_DAY * factor;
        if (count.today >= perDay) {
            return new Verdict.Refuse(Duration.between(now, count.dayEnds));
        }
        if (count.thisMinute >= perMinute) {
            return new Verdict.Refuse(Duration.between(now, count.minuteEnds));
        }
        return count.thisMinute + count.underWay >= perMinute
                        || count.today + count.underWay >= perDay
                ? new Verdict.Hold(Throttle.lookAgain())
                : null;
    }

    private void underWay(FailureKeys keys, int change, Instant now) {
        count(keys.pair(), now).underWay(change);
        count(keys.client(), now).underWay(change);
        count(keys.network(), now).underWay(change);
    }

    /** The key's count with windows that have not ended. */
    private Count count(String key, Instant now) {
        var count = counts.computeIfAbsent(key, _ -> new Count(now));
        if (!now.isBefore(count.minuteEnds)) {
            count.thisMinute = 0;
            count.minuteEnds = now.plus(MINUTE);
        }
        if (!now.isBefore(count.dayEnds)) {
            count.today = 0;
            count.dayEnds = now.plus(DAY);
        }
        return count;
    }

    private static final class Count {
        private int thisMinute;
        private int today;
        private int underWay;
        private Instant minuteEnds;
        private Instant dayEnds;

        Count(Instant now) {
            minuteEnds = now.plus(MINUTE);
            dayEnds = now.plus(DAY);
        }

        void fail() {
            thisMinute++;
            today++;
        }

        void forget() {
            thisMinute = 0;
            today = 0;
        }

        /** Never below zero: the key may have been forgotten while an attempt was under way. */
        void underWay(int change) {
            underWay = Math.max(0, underWay + change);
        }
    }

    private final class Counted implements Attempt {
        private final FailureKeys keys;
        private boolean ended;

        Counted(FailureKeys keys) {
            this.keys = keys;
        }

        @Override
        public void succeeded() {
            end(() -> count(keys.pair(), clock.instant()).forget());
        }

        @Override
        public void failed() {
            end(() -> {
                var now = clock.instant();
                count(keys.pair(), now).fail();
                count(keys.client(), now).fail();
                count(keys.network(), now).fail();
                count(keys.account(), now).fail();
            });
        }

        @Override
        public void abandoned() {
            end(() -> {});
        }

        private void end(Runnable outcome) {
            lock.lock();
            try {
                if (!ended) {
                    ended = true;
                    underWay(keys, -1, clock.instant());
                    outcome.run();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
