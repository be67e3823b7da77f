package org.bocau.contacts;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface GroupRows extends JpaRepository<StoredGroup, OfAccount.Numbered> {
    @Query(value = "select nextval('contact_group_seq')", nativeQuery = true)
    long nextId();

    Optional<StoredGroup> findByAccountIdAndId(long accountId, long id);
}
