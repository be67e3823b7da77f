package org.bocau.compose;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message that waits in the queue and may be taken back; see {@link HeldSends}. */
@Entity
@Table(name = "held_send")
@IdClass(AccountScoped.Numbered.class)
class StoredHeldSend {
    @Id private long accountId;
    @Id private long id;
    private String envid = "";
    private boolean scheduled;
    private String mailbox = "";
    private long uid;
    private Instant sendAt = Instant.EPOCH;
    private String source = "";
    private String passedTo = "";
    private @Nullable Instant stoppedAt;
    private Instant lookedAt = Instant.EPOCH;

    protected StoredHeldSend() {}

    long accountId() {
        return accountId;
    }

    long id() {
        return id;
    }

    String envid() {
        return envid;
    }

    boolean scheduled() {
        return scheduled;
    }

    String mailbox() {
        return mailbox;
    }

    long uid() {
        return uid;
    }

    Instant sendAt() {
        return sendAt;
    }

    String source() {
        return source;
    }

    String passedTo() {
        return passedTo;
    }

    @Nullable Instant stoppedAt() {
        return stoppedAt;
    }

    Instant lookedAt() {
        return lookedAt;
    }
}
