package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What an account holds; changed by the statements that file and remove. */
@Entity
@Immutable
@Table(name = "account_usage")
class UsageRow {
    @Id
    @Column(name = "account_id")
    long accountId;

    long octets;

    long messages;

    @Column(name = "uid_validity")
    long uidValidity;

    protected UsageRow() {}
}
