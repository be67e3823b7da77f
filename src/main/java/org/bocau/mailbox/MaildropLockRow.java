package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A POP3 session's hold on a maildrop; written by {@link MaildropLocks}. */
@Entity
@Immutable
@Table(name = "maildrop_lock")
class MaildropLockRow {
    @Id
    @Column(name = "account_id")
    long accountId;

    UUID holder = new UUID(0, 0);

    @Column(name = "expires_at")
    Instant expiresAt = Instant.EPOCH;

    protected MaildropLockRow() {}
}
