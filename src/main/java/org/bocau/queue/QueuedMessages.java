package org.bocau.queue;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Messages of the queue. */
interface QueuedMessages extends Repository<QueuedMessage, Long> {
    Optional<QueuedMessage> findById(long id);

    /** Those with mail for a domain, oldest first. */
    @Query(
            """
            select distinct r.key.messageId from QueuedRecipient r
             where r.domain = :domain and r.attempting = false
             order by r.key.messageId
            """)
    List<Long> ofDomain(String domain, Limit most);
}
