package org.bocau.queue;

import java.util.List;
import java.util.function.Predicate;
import org.bocau.message.EmailAddress;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Ends what an administrator no longer wants to be tried, and tells its sender. */
@Component
public class Returning {
    /** Each is a report to write, while somebody waits for the page. */
    public static final int MOST = 500;

    private final QueuedMessages messages;
    private final QueuedRecipients recipients;
    private final Settlement settlement;

    Returning(QueuedMessages messages, QueuedRecipients recipients, Settlement settlement) {
        this.messages = messages;
        this.recipients = recipients;
        this.settlement = settlement;
    }

    /**
     * Ends recipients, but those that are being attempted now, as if they had been refused. One
     * transaction for each message.
     *
     * @return how many there were; of a domain no more than {@link #MOST} messages end at once
     */
    public int returnToSender(QueueScope scope) {
        return switch (scope) {
            case QueueScope.OfMessage(var id) -> returnToSender(id, _ -> true);
            case QueueScope.OfDomain(var domain) ->
                    messages.ofDomain(domain, Limit.of(MOST)).stream()
                            .map(QueueId::new)
                            .mapToInt(id -> returnToSender(id, r -> r.domain().equals(domain)))
                            .sum();
        };
    }

    private int returnToSender(QueueId id, Predicate<QueueRecipient> whom) {
        var message = messages.findById(id.value()).map(row -> row.view(id));
        if (message.isEmpty()) {
            return 0;
        }
        var ended =
                recipients.findByKeyMessageIdOrderByKeyNumber(id.value()).stream()
                        .map(row -> row.view(id))
                        .filter(r -> !(r.status() instanceof RecipientStatus.Attempting))
                        .filter(whom)
                        .map(Returning::to)
                        .toList();
        boolean any = !ended.isEmpty() && settlement.end(claimed(message.get(), ended));
        return any ? ended.size() : 0;
    }

    private static Claimed claimed(QueueEnvelope message, List<Claimed.To> ended) {
        return new Claimed(
                message,
                message.reversePath().isEmpty() ? null : EmailAddress.parse(message.reversePath()),
                ended.getFirst().address().domain(),
                ended,
                message.queuedAt(),
                message.queuedAt(),
                message.queuedAt(),
                null);
    }

    private static Claimed.To to(QueueRecipient recipient) {
        int attempts =
                switch (recipient.status()) {
                    case RecipientStatus.Waiting _ -> 0;
                    case RecipientStatus.Attempting(var n, var _, var _) -> n;
                    case RecipientStatus.Deferred(var n, var _, var _) -> n;
                    case RecipientStatus.Held(var n, var _) -> n;
                    case RecipientStatus.Quarantined(var n, var _) -> n;
                };
        return new Claimed.To(
                recipient.number(),
                EmailAddress.parse(recipient.address()),
                recipient.notices(),
                recipient.orcpt(),
                attempts,
                0,
                recipient.delayTold());
    }
}
