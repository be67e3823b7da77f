package org.bocau.contacts;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ContactRows extends JpaRepository<StoredContact, OfAccount.Numbered> {
    @Query(value = "select nextval('contact_seq')", nativeQuery = true)
    long nextId();

    Optional<StoredContact> findByAccountIdAndId(long accountId, long id);

    /** Ascending; those that are not there are missing. */
    List<StoredContact> findByAccountIdAndIdInOrderById(long accountId, List<Long> ids);
}
