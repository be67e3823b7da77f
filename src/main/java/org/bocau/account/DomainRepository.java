package org.bocau.account;

import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DomainRepository extends JpaRepository<StoredDomain, Long> {
    String ROW =
            """
            select new org.bocau.account.DomainRow(d.id, d.name, d.createdAt,
                   (select count(*) from StoredAddress a where a.domain = d.name and a.kind = 'account'),
                   (select count(*) from StoredAddress a where a.domain = d.name and a.kind = 'alias'),
                   (select count(*) from StoredAddress a where a.domain = d.name and a.kind = 'list'))
              from StoredDomain d
            """;

    Optional<StoredDomain> findByName(String name);

    @Query(
            value = ROW + " where locate(:text, d.name) > 0 order by d.name",
            countQuery = "select count(*) from StoredDomain d where locate(:text, d.name) > 0")
    Page<DomainRow> page(String text, Pageable page);

    @Query(ROW + " where d.id = :id")
    Optional<DomainRow> row(long id);

    @Query(ROW + " where d.name = :name")
    Optional<DomainRow> row(String name);
}
