package org.bocau.mailbox;

import org.bocau.account.AccountId;

/**
 * Keeps in memory what delivery prepared of messages. That changes in a re-index only, and whoever
 * keeps it is told then, by {@link ChangeFeed}, on every node.
 */
interface PreparedContents {
    /** What is kept of this account is outdated. Called after the commit; must not block. */
    void drop(AccountId account);

    /** Hints may have been lost: nothing that is kept is known to be true. */
    void dropAll();
}
