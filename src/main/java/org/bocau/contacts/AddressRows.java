package org.bocau.contacts;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface AddressRows extends JpaRepository<StoredContactAddress, OfAccount.Address> {
    List<StoredContactAddress> findByAccountIdAndContactIdInOrderByContactIdAscPlaceAsc(
            long accountId, List<Long> contactIds);
}
