package org.bocau.tlsrpt;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A row of tls_report: a day of a domain that is to be told, or was. {@link TlsResultTable} writes
 * them.
 */
@Entity
@Table(name = "tls_report")
@IdClass(TlsReportRow.Key.class)
class TlsReportRow {
    /** How far it is. */
    enum State {
        /** To be sent when its time has come. */
        DUE,
        SENT,
        /** The domain does not want to know. */
        UNWANTED,
        /** Nobody took it for a day. */
        FAILED
    }

    @Id private LocalDate day = LocalDate.EPOCH;
    @Id private String domain = "";

    @Column(name = "state")
    @Enumerated(EnumType.STRING)
    private State state = State.DUE;

    @Column(name = "attempts")
    private int attempts;

    @Column(name = "due_at")
    private Instant dueAt = Instant.EPOCH;

    /** For Hibernate. */
    protected TlsReportRow() {}

    /** The primary key. */
    record Key(LocalDate day, String domain) implements Serializable {}
}
