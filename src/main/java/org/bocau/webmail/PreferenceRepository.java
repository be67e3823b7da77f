package org.bocau.webmail;

import java.util.List;
import org.springframework.data.repository.Repository;

/** Rows of {@code preference}. */
interface PreferenceRepository extends Repository<StoredPreference, AccountScoped.Named> {
    List<StoredPreference> findByAccountId(long accountId);

    StoredPreference save(StoredPreference preference);
}
