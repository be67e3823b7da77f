package org.bocau.queue;

import java.util.List;
import org.bocau.message.EmailAddress;
import org.springframework.stereotype.Component;

/** Ends what an administrator no longer wants to be tried, and tells its sender. */
@Component
public class Returning {
    private final QueuedMessages messages;
    private final QueuedRecipients recipients;
    private final Settlement settlement;

    Returning(QueuedMessages messages, QueuedRecipients recipients, Settlement settlement) {
        this.messages = messages;
        this.recipients = recipients;
        this.settlement = settlement;
    }

    /**
     * Ends all recipients of a message but those that are being attempted now, as if they had been
     * refused. One transaction of its own.
     *
     * @return false when there was none to end
     */
    public boolean returnToSender(QueueId id) {
        var message = messages.findById(id.value()).map(row -> row.view(id));
        if (message.isEmpty()) {
            return false;
        }
        var ended =
                recipients.findByKeyMessageIdOrderByKeyNumber(id.value()).stream()
                        .map(row -> row.view(id))
                        .filter(r -> !(r.status() instanceof RecipientStatus.Attempting))
                        .map(Returning::to)
                        .toList();
        return !ended.isEmpty() && settlement.end(claimed(message.get(), ended));
    }

    private static Claimed claimed(QueueEnvelope message, List<Claimed.To> ended) {
        return new Claimed(
                message,
                message.reversePath().isEmpty() ? null : EmailAddress.parse(message.reversePath()),
                ended.getFirst().address().domain(),
                ended,
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
                };
        return new Claimed.To(
                recipient.number(),
                EmailAddress.parse(recipient.address()),
                recipient.notices(),
                recipient.orcpt(),
                attempts,
                recipient.delayTold());
    }
}
