package org.bocau.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Messages that users leave with us to be sent later. RFC 4865. */
record FutureRelease(Duration longest, Clock clock) {
    boolean offered() {
        return longest.isPositive();
    }

    /** What EHLO says: the longest interval in seconds, and when that ends, seen from now. */
    String keyword() {
        return "FUTURERELEASE "
                + longest.toSeconds()
                + " "
                + clock.instant().plus(longest).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * When the message goes out; null is now, as for a time that has passed.
     *
     * @throws SmtpRefusal 501 5.5.4: further off than {@link #keyword} says (RFC 4865 §4)
     */
    @Nullable Instant until(MailParameters.@Nullable Hold hold) {
        if (hold == null) {
            return null;
        }
        var now = clock.instant();
        var until =
                switch (hold) {
                    case MailParameters.Hold.For(Duration time) -> now.plus(time);
                    case MailParameters.Hold.Until(Instant time) -> time;
                };
        if (until.isAfter(now.plus(longest))) {
            throw SmtpRefusal.syntax("Held for " + longest.toSeconds() + " seconds at most");
        }
        return until.isAfter(now) ? until : null;
    }
}
