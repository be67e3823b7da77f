package org.bocau.admin;

import java.util.Locale;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEnvelope;
import org.bocau.queue.Returning;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to the queue, each with its audit row. */
@Service
class AuditedQueue {
    private final OutboundQueue queue;
    private final Returning returning;
    private final Audit audit;

    AuditedQueue(OutboundQueue queue, Returning returning, Audit audit) {
        this.queue = queue;
        this.returning = returning;
        this.audit = audit;
    }

    /**
     * @return false when there was nothing to change, and nothing is recorded
     */
    @Transactional
    boolean apply(QueueChange change, String actor, QueueEnvelope message) {
        boolean done =
                switch (change) {
                    case HOLD -> queue.hold(message.id());
                    case RELEASE -> queue.release(message.id());
                    case RETRY -> queue.retryNow(message.id());
                    case BOUNCE -> returning.returnToSender(message.id());
                    case DELETE -> queue.delete(message.id());
                };
        if (done) {
            audit.record(
                    actor,
                    "queue." + change.name().toLowerCase(Locale.ROOT),
                    "message " + message.id(),
                    "from <" + message.reversePath() + ">, connection " + message.origin());
        }
        return done;
    }
}
