package org.bocau.queue;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Messages of the queue. */
interface QueuedMessages extends Repository<QueuedMessage, Long> {
    Optional<QueuedMessage> findById(long id);

    /** Recipients and octets go with it, by their foreign keys. */
    @Modifying
    @Query("delete from QueuedMessage m where m.id = :id")
    int remove(long id);
}
