package org.bocau.admin;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.bocau.queue.QueueCommands;
import org.bocau.queue.QueueEnvelope;
import org.bocau.queue.QueueScope;
import org.bocau.queue.Returning;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes to the queue, each with its audit row. */
@Service
class AuditedQueue {
    private final QueueCommands commands;
    private final Returning returning;
    private final Audit audit;
    private final TransactionTemplate transaction;

    AuditedQueue(
            QueueCommands commands,
            Returning returning,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.commands = commands;
        this.returning = returning;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @return how many recipients were changed; when there were none, nothing is recorded
     */
    int apply(QueueChange change, String actor, QueueEnvelope message) {
        return apply(
                change,
                actor,
                new QueueScope.OfMessage(message.id()),
                "message " + message.id(),
                _ -> "from <" + message.reversePath() + ">, connection " + message.origin());
    }

    /** The same for all that waits for one domain. */
    int apply(QueueChange change, String actor, String domain) {
        return apply(
                change,
                actor,
                new QueueScope.OfDomain(domain),
                "destination " + domain,
                changed -> changed + " recipients");
    }

    /** A return to sender commits message by message: no transaction waits around it. */
    private int apply(
            QueueChange change,
            String actor,
            QueueScope scope,
            String what,
            IntFunction<String> details) {
        var returned =
                change == QueueChange.BOUNCE
                        ? OptionalInt.of(returning.returnToSender(scope))
                        : OptionalInt.empty();
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    int changed = returned.orElseGet(() -> command(change, scope));
                    if (changed > 0) {
                        record(change, actor, what, details.apply(changed));
                    }
                    return changed;
                }));
    }

    private int command(QueueChange change, QueueScope scope) {
        return switch (change) {
            case HOLD -> commands.hold(scope);
            case RELEASE -> commands.release(scope);
            case RETRY -> commands.retryNow(scope);
            case BOUNCE -> throw new IllegalArgumentException("not within a transaction");
            case DELETE -> commands.delete(scope);
        };
    }

    private void record(QueueChange change, String actor, String what, String details) {
        audit.record(actor, "queue." + change.name().toLowerCase(Locale.ROOT), what, details);
    }
}
