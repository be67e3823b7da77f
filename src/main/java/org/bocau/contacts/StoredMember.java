package org.bocau.contacts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** That a contact belongs to a group. Rows come and go in sets, by {@link ContactGroups}. */
@Entity
@Table(name = "contact_group_member")
@IdClass(OfAccount.Member.class)
class StoredMember {
    @Id private long accountId;
    @Id private long groupId;
    @Id private long contactId;

    protected StoredMember() {}

    long accountId() {
        return accountId;
    }

    long groupId() {
        return groupId;
    }

    long contactId() {
        return contactId;
    }
}
