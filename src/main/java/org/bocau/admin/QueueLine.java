package org.bocau.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bocau.queue.QueueEntry;
import org.jspecify.annotations.Nullable;

/**
 * One line of the queue.
 *
 * @param states in lower case, each once
 */
record QueueLine(
        long id,
        String reversePath,
        String firstRecipient,
        long others,
        String size,
        Instant queuedAt,
        int attempts,
        List<String> states,
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
                entry.states().stream()
                        .sorted()
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList(),
                entry.nextAttemptAt());
    }
}
