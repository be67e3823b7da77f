package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** How far an account's text is indexed. */
@Entity
@Immutable
@Table(name = "search_state")
class SearchStateRow {
    @Id
    @Column(name = "account_id")
    long accountId;

    @Column(name = "indexed_to")
    long indexedTo;

    protected SearchStateRow() {}
}
