package org.bocau.admin;

import org.bocau.account.Account;
import org.bocau.mailbox.Reindexing;
import org.bocau.security.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starts the job in one transaction with its audit row. */
@Service
class AuditedReindexing {
    private final Reindexing reindexing;
    private final Audit audit;

    AuditedReindexing(Reindexing reindexing, Audit audit) {
        this.reindexing = reindexing;
        this.audit = audit;
    }

    /**
     * @param account null for all
     * @return false when a job is under way, and nothing is recorded
     */
    @Transactional
    boolean start(String actor, @Nullable Account account) {
        boolean started = reindexing.start(account == null ? null : account.id());
        if (started) {
            audit.record(
                    actor,
                    "search.reindex",
                    account == null ? "all accounts" : account.address().toString(),
                    "");
        }
        return started;
    }
}
