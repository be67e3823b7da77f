package org.bocau.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DkimKeyRepository extends JpaRepository<StoredDkimKey, Long> {
    @Query("select k from StoredDkimKey k where k.domainId = :domain order by k.id desc")
    List<StoredDkimKey> ofDomain(long domain);

    Optional<StoredDkimKey> findByIdAndDomainId(long id, long domainId);

    @Query(
            "select distinct k.domainId from StoredDkimKey k where k.state = 'SIGNING' and k.domainId in :domains")
    Set<Long> signing(Collection<Long> domains);

    /** Oldest first. */
    @Query(
            """
            select new org.bocau.account.DomainKeyRow(d.id, d.name, k)
              from StoredDkimKey k, StoredDomain d
             where k.domainId = d.id and k.state = :state and k.changedAt <= :before
             order by k.id
            """)
    List<DomainKeyRow> since(DkimKeyRow.State state, Instant before, Limit limit);
}
