package org.bocau.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bocau.queue.QueueEnvelope;
import org.bocau.queue.QueueRecipient;
import org.bocau.queue.RecipientStatus;
import org.jspecify.annotations.Nullable;

/**
 * A message of the queue with the recipients that are left. Its content is nobody's to read here.
 */
record QueuedMessageView(
        long id,
        String reversePath,
        String size,
        String origin,
        Instant queuedAt,
        @Nullable Instant holdUntil,
        List<Recipient> recipients) {

    /**
     * @param state {@code waiting}, {@code scheduled}, {@code attempting}, {@code deferred}, {@code
     *     held} or {@code quarantined}
     * @param lastReply what the next hop said, a stranger's text
     */
    record Recipient(
            String address,
            String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastReply) {
        static Recipient of(QueueRecipient recipient, @Nullable Instant holdUntil) {
            var to = recipient.address();
            return switch (recipient.status()) {
                case RecipientStatus.Waiting(var next) -> {
                    boolean later = holdUntil != null && !next.isBefore(holdUntil);
                    yield new Recipient(to, later ? "scheduled" : "waiting", 0, next, null);
                }
                case RecipientStatus.Attempting(var attempts, var next, var reply) ->
                        new Recipient(to, "attempting", attempts, next, reply);
                case RecipientStatus.Deferred(var attempts, var next, var reply) ->
                        new Recipient(to, "deferred", attempts, next, reply);
                case RecipientStatus.Quarantined(var attempts, var reply) ->
                        new Recipient(to, "quarantined", attempts, null, reply);
                case RecipientStatus.Held(var attempts, var reply) ->
                        new Recipient(to, "held", attempts, null, reply);
            };
        }
    }

    static QueuedMessageView of(
            QueueEnvelope envelope, List<QueueRecipient> recipients, Locale locale) {
        return new QueuedMessageView(
                envelope.id().value(),
                "<" + envelope.reversePath() + ">",
                Octets.text(envelope.octets(), locale),
                envelope.origin(),
                envelope.queuedAt(),
                envelope.holdUntil(),
                recipients.stream()
                        .map(recipient -> Recipient.of(recipient, envelope.holdUntil()))
                        .toList());
    }

    /** Whether an attempt now would be one that its sender wants. */
    public boolean retryable() {
        return recipients.stream()
                .anyMatch(r -> r.state().equals("waiting") || r.state().equals("deferred"));
    }

    /** Whether there is somebody to keep back. */
    public boolean holdable() {
        return recipients.stream().anyMatch(r -> !keptBack(r));
    }

    public boolean releasable() {
        return recipients.stream().anyMatch(QueuedMessageView::keptBack);
    }

    public boolean quarantined() {
        return recipients.stream().anyMatch(r -> r.state().equals("quarantined"));
    }

    private static boolean keptBack(Recipient recipient) {
        return recipient.state().equals("held") || recipient.state().equals("quarantined");
    }
}
