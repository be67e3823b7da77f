package org.bocau.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.queue.QueueDestination;
import org.bocau.queue.QueueFilter.State;
import org.jspecify.annotations.Nullable;

/**
 * Mail for one domain.
 *
 * @param states in lower case, with the number of recipients
 * @param lastReply what the next hop said, a stranger's text
 */
record QueueDestinationLine(
        String domain,
        long messages,
        long recipients,
        List<Count> states,
        Instant oldest,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastReply) {
    /** Recipients in one state. */
    record Count(String state, long recipients) {}

    static QueueDestinationLine of(QueueDestination destination) {
        return new QueueDestinationLine(
                destination.domain(),
                destination.messages(),
                destination.recipients(),
                destination.states().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> new Count(name(e.getKey()), e.getValue()))
                        .toList(),
                destination.oldest(),
                destination.nextAttemptAt(),
                destination.lastReply());
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    public boolean retryable() {
        return has("waiting") || has("deferred");
    }

    public boolean holdable() {
        return retryable() || has("scheduled") || has("attempting");
    }

    public boolean releasable() {
        return has("held") || has("quarantined");
    }

    private boolean has(String state) {
        return states.stream().anyMatch(count -> count.state().equals(state));
    }
}
