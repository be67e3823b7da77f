package org.bocau.webpush;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far somebody has been told. */
@Entity
@Table(name = "push_watch")
class StoredPushWatch {
    @Id private long accountId;
    @Column private long lastUid;

    protected StoredPushWatch() {}
}
