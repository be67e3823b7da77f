package org.bocau.triage;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface LabelRepository extends JpaRepository<StoredLabel, StoredLabel.Key> {
    List<StoredLabel> findByAccountIdOrderByPosition(long accountId);
}
