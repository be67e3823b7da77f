package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** How much one account may send, where that is not the default; see {@link SendingLimits}. */
@Entity
@Table(name = "sending_limit")
class StoredSendingLimit {
    @Id
    @Column(name = "account_id")
    private long accountId;

    @Column(name = "recipients_per_hour")
    private @Nullable Integer recipientsPerHour;

    @Column(name = "recipients_per_day")
    private @Nullable Integer recipientsPerDay;

    @Column(name = "new_recipients_per_day")
    private @Nullable Integer newRecipientsPerDay;

    protected StoredSendingLimit() {}
}
