package org.bocau.queue;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** MTA-STS policies that are kept. */
interface StsPolicyRows extends Repository<StsPolicyRow, String> {
    Optional<StsPolicyRow> findByDomain(String domain);
}
