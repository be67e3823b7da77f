package org.bocau.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.bocau.relay.StsCache;
import org.bocau.relay.StsPolicy;

/** A row of sts_policy. {@link StsPolicyTable} writes them. */
@Entity
@Table(name = "sts_policy")
class StsPolicyRow {
    @Id private String domain = "";
    private String id = "";
    private String mode = "";

    @Column(name = "max_age")
    private long maxAge;

    private String mx = "";

    @Column(name = "kept_until")
    private Instant keptUntil = Instant.EPOCH;

    /** For Hibernate. */
    protected StsPolicyRow() {}

    StsCache.Kept view() {
        var patterns = mx.isEmpty() ? List.<String>of() : List.of(mx.split(" "));
        var policy = new StsPolicy(StsPolicy.Mode.valueOf(mode), maxAge, patterns);
        return new StsCache.Kept(id, policy, keptUntil);
    }
}
