package org.bocau.account;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AccountRepository extends JpaRepository<StoredAccount, Long> {
    @Query(
            """
            select a from StoredAccount a
             where locate(:text, a.address) > 0 or locate(:text, lower(a.name)) > 0
             order by a.address
            """)
    Page<StoredAccount> page(String text, Pageable page);
}
