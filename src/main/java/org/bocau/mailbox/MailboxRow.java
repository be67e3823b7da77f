package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;
import org.bocau.account.AccountId;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox, as people edit it: its name and what it is for. The counters belong to the statements
 * that move messages; Hibernate reads them and never writes them back.
 */
@Entity
@Table(name = "mailbox")
@IdClass(MailboxRow.Key.class)
@DynamicUpdate
class MailboxRow {
    record Key(long accountId, long id) implements Serializable {}

    @Id
    @Column(name = "account_id")
    private long accountId;

    @Id private long id;

    private String name = "";

    @Enumerated(EnumType.STRING)
    @Column(name = "special_use")
    private @Nullable SpecialUse specialUse;

    private boolean selectable = true;

    @Column(name = "uid_validity", updatable = false)
    private long uidValidity;

    @Column(name = "uid_next", insertable = false, updatable = false)
    private long uidNext = 1;

    @Column(name = "highest_modseq", insertable = false, updatable = false)
    private long highestModseq = 1;

    @Column(name = "modseq_before", insertable = false, updatable = false)
    long modseqBefore; // of Filing alone

    @Column(name = "forgotten_modseq", insertable = false, updatable = false)
    long forgottenModseq; // of Tombstones alone

    @Column(name = "recent_from", insertable = false, updatable = false)
    private long recentFrom = 1;

    @Column(insertable = false, updatable = false)
    private long messages;

    @Column(insertable = false, updatable = false)
    private long unseen;

    @Column(insertable = false, updatable = false)
    private long deleted;

    @Column(insertable = false, updatable = false)
    private long octets;

    @Column(insertable = false, updatable = false)
    private String[] keywords = {};

    protected MailboxRow() {}

    MailboxRow(
            AccountId account,
            long id,
            String name,
            @Nullable SpecialUse specialUse,
            long uidValidity) {
        this.accountId = account.value();
        this.id = id;
        this.name = name;
        this.specialUse = specialUse;
        this.uidValidity = uidValidity;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean selectable() {
        return selectable;
    }

    void rename(String newName) {
        name = newName;
    }

    Mailbox view() {
        return new Mailbox(
                new MailboxId(new AccountId(accountId), id),
                name,
                specialUse,
                selectable,
                uidValidity,
                uidNext,
                highestModseq,
                messages,
                unseen,
                deleted,
                octets,
                recentFrom,
                List.of(keywords));
    }
}
