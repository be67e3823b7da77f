package org.bocau.security;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Adds and reads; there is nothing else to do with the audit trail. */
interface AuditEventRepository extends Repository<StoredAuditEvent, Long> {
    StoredAuditEvent save(StoredAuditEvent event);

    @Query(
            """
            select new org.bocau.security.AuditRow(
                   e.at, e.actor, e.remote, e.action, e.subject, e.detail)
              from StoredAuditEvent e
             where locate(:text, e.subject) > 0 or locate(:text, e.action) > 0
                or locate(:text, e.actor) > 0
             order by e.id desc
            """)
    Page<AuditRow> page(String text, Pageable page);
}
