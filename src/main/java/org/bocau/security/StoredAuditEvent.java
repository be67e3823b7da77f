package org.bocau.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that was changed. Rows are only added; the table itself refuses anything else. */
@Entity
@Table(name = "audit_event")
class StoredAuditEvent {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_seq")
    @SequenceGenerator(
            name = "audit_event_seq",
            sequenceName = "audit_event_seq",
            allocationSize = 50)
    private long id;

    @Column private Instant at = Instant.EPOCH;
    @Column private @Nullable String actor;
    @Column private @Nullable InetAddress remote;
    @Column private String action = "";
    @Column private String subject = "";
    @Column private String detail = "";

    protected StoredAuditEvent() {}

    StoredAuditEvent(Instant at, AuditRow what) {
        this.at = at;
        this.actor = what.actor();
        this.remote = what.remote();
        this.action = what.action();
        this.subject = what.subject();
        this.detail = what.detail();
    }
}
