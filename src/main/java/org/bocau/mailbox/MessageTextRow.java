package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** What SEARCH looks in: lower case, NFC. */
@Entity
@Immutable
@Table(name = "message_text")
@IdClass(MessageTextRow.Key.class)
class MessageTextRow {
    record Key(long accountId, long contentId) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "content_id")
    long contentId;

    String header = "";

    String body = "";

    protected MessageTextRow() {}
}
