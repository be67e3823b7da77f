package org.bocau.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of queue_attempt. {@link ResultRows} makes them. */
@Entity
@Table(name = "queue_attempt")
class QueuedAttempt {
    @Embeddable
    record Key(@Column(name = "message_id") long messageId, int number, int attempt) {}

    @EmbeddedId private @Nullable Key key;
    private String address = "";
    private Instant at = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    private Result.Fate outcome = Result.Fate.DEFERRED;

    private String host = "";
    private boolean secured;
    private String reply = "";

    /** For Hibernate. */
    protected QueuedAttempt() {}

    QueueAttempt view() {
        return new QueueAttempt(
                key == null ? 0 : key.attempt(),
                address,
                at,
                outcome.name().toLowerCase(Locale.ROOT),
                host,
                secured,
                reply);
    }
}
