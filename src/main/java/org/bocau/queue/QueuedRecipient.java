package org.bocau.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/** A row of queue_recipient. */
@Entity
@Table(name = "queue_recipient")
class QueuedRecipient {
    /** What the column holds; {@link RecipientStatus} is what it means. */
    enum Status {
        WAITING,
        HELD,
        QUARANTINED
    }

    @Embeddable
    record Key(@Column(name = "message_id") long messageId, int number) {}

    @EmbeddedId private @Nullable Key key;
    private String address = "";
    private String domain = "";

    private String notify = "";
    private @Nullable String orcpt;

    @Column(name = "delay_told")
    private boolean delayTold;

    @Enumerated(EnumType.STRING)
    private Status status = Status.WAITING;

    private boolean attempting;
    private int attempts;

    @Column(insertable = false, updatable = false)
    short unfinished; // of Claims alone

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt = Instant.EPOCH;

    @Column(name = "last_reply")
    private @Nullable String lastReply;

    /** For Hibernate. */
    protected QueuedRecipient() {}

    QueueRecipient view(QueueId message) {
        return new QueueRecipient(
                message,
                key == null ? 0 : key.number(),
                address,
                domain,
                Notify.parse(notify),
                orcpt,
                delayTold,
                meaning());
    }

    private RecipientStatus meaning() {
        return switch (status) {
            case HELD -> new RecipientStatus.Held(attempts, lastReply);
            case QUARANTINED -> new RecipientStatus.Quarantined(attempts, lastReply);
            case WAITING -> waiting();
        };
    }

    private RecipientStatus waiting() {
        if (attempting) {
            return new RecipientStatus.Attempting(attempts, nextAttemptAt, lastReply);
        }
        return attempts == 0
                ? new RecipientStatus.Waiting(nextAttemptAt)
                : new RecipientStatus.Deferred(attempts, nextAttemptAt, lastReply);
    }
}
