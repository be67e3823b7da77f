package org.bocau.admin;

import java.time.Instant;
import java.util.Locale;
import org.bocau.account.AccountRow;
import org.bocau.account.StorageUsage;
import org.jspecify.annotations.Nullable;

/** One line of the list of accounts, and the head of an account's own page. */
record AccountLine(
        long id,
        String address,
        String name,
        boolean enabled,
        boolean administrator,
        Instant createdAt,
        int version,
        StorageView storage) {
    static AccountLine of(AccountRow account, StorageUsage.@Nullable Used used, Locale locale) {
        return new AccountLine(
                account.id().value(),
                account.address().toString(),
                account.name(),
                account.enabled(),
                account.administrator(),
                account.createdAt(),
                account.version(),
                StorageView.of(account, used, locale));
    }
}
