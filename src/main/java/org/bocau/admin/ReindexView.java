package org.bocau.admin;

import java.time.Instant;
import org.bocau.account.Directory;
import org.bocau.mailbox.Reindexing;
import org.jspecify.annotations.Nullable;

/**
 * The job as the page shows it.
 *
 * @param address null for all accounts
 */
record ReindexView(
        boolean running,
        @Nullable String address,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long done,
        long total,
        long failed,
        @Nullable String lastError) {
    static ReindexView of(Reindexing.State job, Directory directory) {
        var account = job.account();
        return new ReindexView(
                job.running(),
                account == null
                        ? null
                        : directory
                                .account(account)
                                .map(known -> known.address().toString())
                                .orElse("—"),
                job.startedAt(),
                job.finishedAt(),
                job.done(),
                Math.max(job.total(), job.done()),
                job.failed(),
                job.lastError());
    }
}
