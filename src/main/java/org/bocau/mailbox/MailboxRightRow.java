package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** What one identifier may do in a mailbox. RFC 4314 §2. Written by {@link AccessLists}. */
@Entity
@Immutable
@Table(name = "mailbox_right")
@IdClass(MailboxRightRow.Key.class)
class MailboxRightRow {
    record Key(long accountId, long mailboxId, long granteeId, boolean negative)
            implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "mailbox_id")
    long mailboxId;

    @Id
    @Column(name = "grantee_id")
    long granteeId;

    @Id boolean negative;

    String domain = "";

    String rights = "";

    protected MailboxRightRow() {}
}
