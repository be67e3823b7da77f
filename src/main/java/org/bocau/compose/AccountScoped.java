package org.bocau.compose;

import java.io.Serializable;

/** Keys of the webmail's tables: the account comes first in every one, it is the shard key. */
final class AccountScoped {
    private AccountScoped() {}

    /** Rows that are numbered within their account. */
    record Numbered(long accountId, long id) implements Serializable {}
}
