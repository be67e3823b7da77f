package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** A name a client wants in LSUB; it need not exist. */
@Entity
@Immutable
@Table(name = "subscription")
@IdClass(SubscriptionRow.Key.class)
class SubscriptionRow {
    record Key(long accountId, String name) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id String name = "";

    protected SubscriptionRow() {}
}
