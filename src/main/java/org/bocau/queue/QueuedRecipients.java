package org.bocau.queue;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Recipients of the queue. The changes touch those of one message that are in the state named. */
interface QueuedRecipients extends Repository<QueuedRecipient, QueuedRecipient.Key> {
    List<QueuedRecipient> findByKeyMessageIdOrderByKeyNumber(long messageId);

    @Modifying
    @Query(
            "update QueuedRecipient r set r.status = HELD where r.key.messageId = :id and r.status = WAITING")
    int hold(long id);

    @Modifying
    @Query(
            """
            update QueuedRecipient r
               set r.status = WAITING, r.nextAttemptAt = case when r.attempting = true then r.nextAttemptAt else :now end
             where r.key.messageId = :id and r.status = HELD
            """)
    int release(long id, Instant now);

    @Modifying
    @Query(
            """
            update QueuedRecipient r set r.nextAttemptAt = :now
             where r.key.messageId = :id and r.status = WAITING and r.attempting = false
            """)
    int retryAt(long id, Instant now);
}
