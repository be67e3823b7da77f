package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The one job that reads messages anew, or the last one. */
@Entity
@Immutable
@Table(name = "reindex_job")
class ReindexJobRow {
    @Id int id;

    @Column(name = "account_id")
    @Nullable Long accountId;

    @Column(name = "started_at")
    @Nullable Instant startedAt;

    @Column(name = "finished_at")
    @Nullable Instant finishedAt;

    @Column(name = "at_account")
    long atAccount;

    @Column(name = "at_content")
    long atContent;

    long done;
    long total;
    long failed;

    @Column(name = "last_error")
    @Nullable String lastError;

    int parser;

    protected ReindexJobRow() {}
}
