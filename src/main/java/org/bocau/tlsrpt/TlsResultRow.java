package org.bocau.tlsrpt;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import org.bocau.relay.TlsResult;
import org.jspecify.annotations.Nullable;

/** A row of tls_result. {@link TlsResultTable} writes them. */
@Entity
@Table(name = "tls_result")
@IdClass(TlsResultRow.Key.class)
class TlsResultRow {
    @Id private LocalDate day = LocalDate.EPOCH;
    @Id private String domain = "";
    @Id private String digest = "";

    @Enumerated(EnumType.STRING)
    private TlsResult.Source source = TlsResult.Source.NO_POLICY_FOUND;

    @Column(name = "policy_domain")
    private String policyDomain = "";

    @Column(name = "policy_text")
    private String policyText = "";

    @Column(name = "policy_hosts")
    private String policyHosts = "";

    @Enumerated(EnumType.STRING)
    private TlsResult.@Nullable Kind kind;

    private String host = "";
    private String address = "";

    @Column(name = "sent_from")
    private String sentFrom = "";

    private String reason = "";
    private long sessions;

    /** For Hibernate. */
    protected TlsResultRow() {}

    TlsResult.Policy policy() {
        return new TlsResult.Policy(source, policyDomain, lines(policyText), lines(policyHosts));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Null for sessions that went well. */
    TlsResult.@Nullable Failure failure() {
        return kind == null ? null : new TlsResult.Failure(kind, host, address, sentFrom, reason);
    }

    long sessions() {
        return sessions;
    }

    /** The primary key. */
    record Key(LocalDate day, String domain, String digest) implements Serializable {}
}
