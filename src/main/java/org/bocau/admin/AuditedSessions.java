package org.bocau.admin;

import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Records whose session an administrator ends. */
@Service
class AuditedSessions {
    private final Audit audit;

    AuditedSessions(Audit audit) {
        this.audit = audit;
    }

    @Transactional
    void end(String actor, SessionLine session) {
        audit.record(
                actor,
                "session.end",
                session.user() == null ? "nobody" : session.user(),
                session.service() + " " + session.id() + " from " + session.remote());
    }
}
