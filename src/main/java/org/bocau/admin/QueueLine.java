package org.bocau.admin;

import java.time.Instant;
import java.util.Locale;
import org.bocau.queue.QueueEntry;
import org.jspecify.annotations.Nullable;

/** One line of the queue. */
record QueueLine(
        long id,
        String reversePath,
        String firstRecipient,
        long others,
        String size,
        Instant queuedAt,
        int attempts,
        boolean held,
        boolean quarantined,
        boolean attempting,
        @Nullable Instant nextAttemptAt) {
    static QueueLine of(QueueEntry entry, Locale locale) {
        return new QueueLine(
                entry.id().value(),
                "<" + entry.reversePath() + ">",
                entry.firstRecipient(),
                entry.recipients() - 1,
                Octets.text(entry.octets(), locale),
                entry.queuedAt(),
                entry.attempts(),
                entry.held() == entry.recipients(),
                entry.quarantined() > 0,
                entry.attempting() > 0,
                entry.nextAttemptAt());
    }
}
