package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What FETCH needs of a message; {@code id} is its EMAILID. */
@Entity
@Immutable
@Table(name = "message_content")
@IdClass(MessageContentRow.Key.class)
class MessageContentRow {
    record Key(long accountId, long id) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id long id;

    @Column(name = "thread_id")
    long threadId;

    @Column(name = "body_sha256")
    byte[] bodySha256 = new byte[0];

    long size;

    @Column(name = "crlf_size")
    long crlfSize;

    @Column(name = "message_id_hash")
    @Nullable Long messageIdHash;

    @Column(name = "sent_on")
    @Nullable LocalDate sentOn;

    String subject = "";

    @Column(name = "base_subject")
    String baseSubject = "";

    @Column(name = "sent_at")
    @Nullable Instant sentAt;

    long @Nullable [] refs;

    @Column(name = "is_reply")
    boolean reply;

    @Column(name = "sort_from")
    String sortFrom = "";

    @Column(name = "sort_to")
    String sortTo = "";

    @Column(name = "sort_cc")
    String sortCc = "";

    @Column(name = "sort_display_from")
    String sortDisplayFrom = "";

    @Column(name = "sort_display_to")
    String sortDisplayTo = "";

    String sender = "";

    @Column(name = "has_attachment")
    boolean hasAttachment;

    String preview = "";

    byte[] envelope = new byte[0];

    @Column(name = "body_basic")
    byte[] bodyBasic = new byte[0];

    @Column(name = "body_structure")
    byte[] bodyStructure = new byte[0];

    byte @Nullable [] header;

    byte @Nullable [] fields;

    byte[] parts = new byte[0];

    @Column(name = "utf8_forms")
    byte @Nullable [] utf8Forms;

    int parser;

    protected MessageContentRow() {}
}
