package org.bocau.admin;

import java.util.Locale;
import org.bocau.queue.QueueCommands;
import org.bocau.queue.QueueEnvelope;
import org.bocau.queue.QueueScope;
import org.bocau.queue.Returning;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to the queue, each with its audit row. */
@Service
class AuditedQueue {
    private final QueueCommands commands;
    private final Returning returning;
    private final Audit audit;

    AuditedQueue(QueueCommands commands, Returning returning, Audit audit) {
        this.commands = commands;
        this.returning = returning;
        this.audit = audit;
    }

    /**
     * @return how many recipients were changed; when there were none, nothing is recorded
     */
    @Transactional
    int apply(QueueChange change, String actor, QueueEnvelope message) {
        int changed = apply(change, new QueueScope.OfMessage(message.id()));
        if (changed > 0) {
            record(
                    change,
                    actor,
                    "message " + message.id(),
                    "from <" + message.reversePath() + ">, connection " + message.origin());
        }
        return changed;
    }

    /** The same for all that waits for one domain. */
    @Transactional
    int apply(QueueChange change, String actor, String domain) {
        int changed = apply(change, new QueueScope.OfDomain(domain));
        if (changed > 0) {
            record(change, actor, "destination " + domain, changed + " recipients");
        }
        return changed;
    }

    private int apply(QueueChange change, QueueScope scope) {
        return switch (change) {
            case HOLD -> commands.hold(scope);
            case RELEASE -> commands.release(scope);
            case RETRY -> commands.retryNow(scope);
            case BOUNCE -> returning.returnToSender(scope);
            case DELETE -> commands.delete(scope);
        };
    }

    private void record(QueueChange change, String actor, String what, String details) {
        audit.record(actor, "queue." + change.name().toLowerCase(Locale.ROOT), what, details);
    }
}
