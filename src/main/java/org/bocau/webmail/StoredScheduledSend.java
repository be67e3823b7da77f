package org.bocau.webmail;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** When a message that lies ready in a folder is to be sent. */
@Entity
@Table(name = "scheduled_send")
@IdClass(AccountScoped.Numbered.class)
class StoredScheduledSend {
    @Id private long accountId;
    @Id private long id;
    private String mailbox = "";
    private long uidValidity;
    private long uid;
    private Instant sendAt = Instant.EPOCH;
    private int attempts;
    private String lastError = "";

    protected StoredScheduledSend() {}

    long accountId() {
        return accountId;
    }

    long id() {
        return id;
    }

    String mailbox() {
        return mailbox;
    }

    long uidValidity() {
        return uidValidity;
    }

    long uid() {
        return uid;
    }

    Instant sendAt() {
        return sendAt;
    }

    int attempts() {
        return attempts;
    }

    String lastError() {
        return lastError;
    }
}
