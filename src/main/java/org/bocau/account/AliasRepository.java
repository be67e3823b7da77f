package org.bocau.account;

import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AliasRepository extends JpaRepository<StoredAlias, Long> {
    Optional<StoredAlias> findByAddress(String address);

    @Query(
            """
            select a from StoredAlias a
             where locate(:text, a.address) > 0
                or locate(:text, lower(array_to_string(a.targets, ' '))) > 0
             order by a.address
            """)
    Page<StoredAlias> page(String text, Pageable page);
}
