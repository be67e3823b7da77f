package org.bocau.queue;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** What came of attempts. */
interface QueuedAttempts extends Repository<QueuedAttempt, QueuedAttempt.Key> {
    List<QueuedAttempt> findByKeyMessageIdOrderByAtDesc(long messageId, Limit limit);
}
