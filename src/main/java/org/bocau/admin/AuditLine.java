package org.bocau.admin;

import java.time.Instant;
import org.bocau.security.AuditRow;
import org.jspecify.annotations.Nullable;

/** One line of the audit trail as the page shows it. */
record AuditLine(
        Instant at,
        @Nullable String actor,
        @Nullable String remote,
        String action,
        String subject,
        String detail) {
    static AuditLine of(AuditRow row) {
        var remote = row.remote() == null ? null : RemoteAddress.text(row.remote());
        return new AuditLine(
                row.at(), row.actor(), remote, row.action(), row.subject(), row.detail());
    }
}
