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
import jakarta.persistence.Version;
import java.time.Instant;

/** A domain whose mail is ours. */
@Entity
@Table(name = "domain")
class StoredDomain {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "domain_seq")
    @SequenceGenerator(name = "domain_seq", sequenceName = "domain_seq", allocationSize = 50)
    private long id;

    private String name = ""; // A-labels, lower case
    @Column private Instant createdAt = Instant.EPOCH;

    @Enumerated(EnumType.STRING)
    @Column
    private InboundRule inboundRule = InboundRule.FOLLOW;

    @Version private int version;

    protected StoredDomain() {}

    StoredDomain(String name, Instant createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    DomainId id() {
        return new DomainId(id);
    }

    String name() {
        return name;
    }

    InboundRule inboundRule() {
        return inboundRule;
    }

    void inboundRule(InboundRule rule) {
        inboundRule = rule;
    }
}
