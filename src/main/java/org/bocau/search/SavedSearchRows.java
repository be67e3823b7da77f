package org.bocau.search;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface SavedSearchRows extends JpaRepository<StoredSavedSearch, StoredSavedSearch.Key> {
    @Query(value = "select nextval('saved_search_seq')", nativeQuery = true)
    long nextId();

    List<StoredSavedSearch> findByAccountIdOrderByNameAsc(long accountId);

    Optional<StoredSavedSearch> findByAccountIdAndId(long accountId, long id);
}
