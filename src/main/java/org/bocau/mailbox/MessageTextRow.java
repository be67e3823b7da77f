package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What SEARCH looks in, a piece of it: lower case, NFC; folded where that differs. */
@Entity
@Immutable
@Table(name = "message_text")
@IdClass(MessageTextRow.Key.class)
class MessageTextRow {
    record Key(long accountId, long contentId, int n) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "content_id")
    long contentId;

    @Id int n;

    String heading = "";

    @Column(name = "heading_folded")
    @Nullable String headingFolded;

    String header = "";

    @Column(name = "header_folded")
    @Nullable String headerFolded;

    String body = "";

    @Column(name = "body_folded")
    @Nullable String bodyFolded;

    protected MessageTextRow() {}
}
