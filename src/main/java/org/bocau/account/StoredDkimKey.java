package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key that a domain of ours signs its mail with. */
@Entity
@Table(name = "dkim_key")
class StoredDkimKey {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "dkim_key_seq")
    @SequenceGenerator(name = "dkim_key_seq", sequenceName = "dkim_key_seq", allocationSize = 50)
    private long id;

    @Column private long domainId;
    @Column private String selector = "";
    @Column private String algorithm = ""; // mailauth.Algorithm, a module that this one cannot see
    @Column private byte[] sealed = {};
    @Column private String record = "";

    @Enumerated(EnumType.STRING)
    @Column
    private DkimKeyRow.State state = DkimKeyRow.State.WAITING;

    @Column private Instant createdAt = Instant.EPOCH;
    @Column private Instant changedAt = Instant.EPOCH;

    protected StoredDkimKey() {}

    StoredDkimKey(DomainId domain, NewDkimKey key, Instant now) {
        this.domainId = domain.value();
        this.selector = key.selector();
        this.algorithm = key.algorithm();
        this.sealed = key.sealed().clone();
        this.record = key.record();
        this.createdAt = now;
        this.changedAt = now;
    }

    DkimKeyRow row() {
        return new DkimKeyRow(
                id, selector, algorithm, sealed.clone(), record, state, createdAt, changedAt);
    }

    DkimKeyRow.State state() {
        return state;
    }

    void become(DkimKeyRow.State next, Instant now) {
        state = next;
        changedAt = now;
    }
}
