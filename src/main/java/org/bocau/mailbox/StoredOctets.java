package org.bocau.mailbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.account.StorageUsage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the console, through {@code account}, how much accounts hold. */
@Component
class StoredOctets implements StorageUsage {
    private final JdbcClient jdbc;

    StoredOctets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<AccountId, Used> of(Collection<AccountId> accounts) {
        var used = new HashMap<AccountId, Used>();
        jdbc.sql(
                        "select account_id, octets, messages from account_usage where account_id = any (?)")
                .param(accounts.stream().mapToLong(AccountId::value).toArray())
                .query(row -> {
                    used.put(
                            new AccountId(row.getLong(1)),
                            new Used(row.getLong(2), row.getLong(3)));
                });
        return used;
    }
}
