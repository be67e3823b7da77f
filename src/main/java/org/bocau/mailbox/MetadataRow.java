package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An annotation; read and written by the statements of {@link Metadata}. */
@Entity
@Immutable
@Table(name = "metadata")
@IdClass(MetadataRow.Key.class)
class MetadataRow {
    record Key(long accountId, long mailboxId, long readerId, String entry)
            implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "mailbox_id")
    long mailboxId;

    @Id
    @Column(name = "reader_id")
    long readerId;

    @Id String entry = "";

    byte @Nullable [] value;

    long changed;

    protected MetadataRow() {}
}
