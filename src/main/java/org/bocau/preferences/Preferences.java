package org.bocau.preferences;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads and writes {@link UserPreferences}; one row a setting, only what was chosen. Every page
 * asks, so the answers are remembered: bounded, and for seconds only, because another node may
 * write too.
 */
@Service
public class Preferences {
    private static final int REMEMBERED = 10_000; // people; some 200 octets each
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final LoadingCache<AccountId, UserPreferences> remembered =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED)
                    .expireAfterWrite(REMEMBERED_FOR)
                    .build(this::read);

    Preferences(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** What this person has chosen; the defaults for one who has not, or is not there. */
    public UserPreferences of(AccountId account) {
        return remembered.get(account);
    }

    private UserPreferences read(AccountId account) {
        var rows = new HashMap<String, String>();
        jdbc.sql("select name, value from preference where account_id = ?")
                .param(account.value())
                .query(row -> {
                    rows.put(row.getString("name"), row.getString("value"));
                });
        return UserPreferences.of(rows);
    }

    /**
     * Writes these choices and leaves the others as they are.
     *
     * @param choices values by {@link Setting#key}; a key that is no setting's is not written
     * @throws FieldRefusal at the key of a value that its setting does not have; nothing is written
     */
    public void update(AccountId account, Map<String, String> choices) {
        var known = new HashMap<Setting, String>();
        choices.forEach(
                (key, value) -> Setting.of(key).ifPresent(setting -> known.put(setting, value)));
        known.forEach((setting, value) -> {
            if (!setting.accepts(value)) {
                throw new FieldRefusal(setting.key(), "refusal.setting.value");
            }
        });
        transaction.executeWithoutResult(
                _ -> known.forEach((setting, value) -> write(account, setting, value)));
        remembered.invalidate(account);
    }

    private void write(AccountId account, Setting setting, String value) {
        jdbc.sql(
                        """
                        insert into preference (account_id, name, value) values (?, ?, ?)
                            on conflict (account_id, name) do update set value = excluded.value
                        """)
                .params(account.value(), setting.key(), value)
                .update();
    }
}
