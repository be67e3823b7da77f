package org.bocau.account;

import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface MailingListRepository extends JpaRepository<StoredMailingList, Long> {
    Optional<StoredMailingList> findByAddress(String address);

    @Query(
            """
            select new org.bocau.account.MailingListRow(l.id, l.address, l.name, size(l.members))
              from StoredMailingList l
             where locate(:text, l.address) > 0 or locate(:text, lower(l.name)) > 0
             order by l.address
            """)
    Page<MailingListRow> page(String text, Pageable page);
}
