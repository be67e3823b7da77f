package org.bocau.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.bocau.account.AccountId;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;

/**
 * A row of queue_message: the envelope without its recipients. {@link OutboundQueue} makes them.
 */
@Entity
@Table(name = "queue_message")
class QueuedMessage {
    @Id private @Nullable Long id;

    @Column(name = "account_id")
    private @Nullable Long accountId;

    @Column(name = "reverse_path")
    private String reversePath = "";

    private long octets;
    private boolean smtputf8;

    @Column(name = "eight_bit")
    private boolean eightBit;

    @Column(name = "binary_mime")
    private boolean binary;

    @Column(name = "require_tls")
    private boolean requireTls;

    @Column(name = "tls_optional")
    private boolean tlsOptional;

    @Enumerated(EnumType.STRING)
    private @Nullable Ret ret;

    private @Nullable String envid;

    @Column(name = "hold_until")
    private @Nullable Instant holdUntil;

    private int recipients;
    private String origin = "";

    @Column(name = "queued_at")
    private Instant queuedAt = Instant.EPOCH;

    /** For Hibernate. */
    protected QueuedMessage() {}

    QueueEnvelope view(QueueId id) {
        return new QueueEnvelope(
                id,
                accountId == null ? null : new AccountId(accountId),
                reversePath,
                octets,
                smtputf8,
                eightBit,
                binary,
                requireTls,
                tlsOptional,
                ret,
                envid,
                holdUntil,
                recipients,
                origin,
                queuedAt);
    }
}
