package org.bocau.account;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Passwords of single mail programs: random, so that a digest is all that has to be kept. What is
 * revoked is good for nothing at once, on every node.
 */
@Component
public class AppPasswords {
    /** An account's; more are refused. */
    static final int MOST = 50;

    /** A program that asks every minute is not written down every minute. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Clock clock;

    AppPasswords(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One of them, without its secret.
     *
     * @param lastUsedBy the service, null when it was never used
     * @param lastUsedFrom the address, null likewise
     */
    public record AppPassword(
            long id,
            String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable String lastUsedBy,
            @Nullable String lastUsedFrom) {}

    /**
     * What a new one is checked against.
     *
     * @param digest SHA-256 of its octets
     * @param storedKey of SCRAM-SHA-256
     * @param serverKey likewise
     */
    public record Keys(byte[] digest, byte[] storedKey, byte[] serverKey) {}

    /** Newest first. */
    public List<AppPassword> of(AccountId account) {
        return jdbc.sql(
                        """
                        select id, name, created_at, last_used_at, last_used_by,
                               host(last_used_from) as last_used_from
                          from app_password where account_id = ? order by id desc
                        """)
                .param(account.value())
                .query((row, _) -> appPassword(row))
                .list();
    }

    private static AppPassword appPassword(ResultSet row) throws SQLException {
        var usedAt = row.getTimestamp("last_used_at");
        return new AppPassword(
                row.getLong("id"),
                row.getString("name"),
                row.getTimestamp("created_at").toInstant(),
                usedAt == null ? null : usedAt.toInstant(),
                row.getString("last_used_by"),
                row.getString("last_used_from"));
    }

    /**
     * @param name what its owner calls the program
     * @throws FieldRefusal at {@code name}: empty, too long, or there are {@value #MOST} already
     */
    @Transactional
    public void add(AccountId account, String name, Keys keys) {
        if (name.isBlank() || name.length() > 200) {
            throw new FieldRefusal("name", "refusal.app-password.name");
        }
        lock(account);
        if (of(account).size() >= MOST) {
            throw new FieldRefusal("name", "refusal.app-password.most", MOST);
        }
        jdbc.sql(
                        """
                        insert into app_password
                               (account_id, id, name, digest, created_at, stored_key, server_key)
                        values (?, nextval('app_password_seq'), ?, ?, ?, ?, ?)
                        """)
                .params(
                        account.value(),
                        name.strip(),
                        keys.digest(),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        keys.storedKey(),
                        keys.serverKey())
                .update();
    }

    /** So that two who add at once are counted one after the other. */
    private void lock(AccountId account) {
        jdbc.sql("select id from account where id = ? for update")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /** Its name; empty when it is no longer there. */
    @Transactional
    public Optional<String> revoke(AccountId account, long id) {
        return jdbc.sql("delete from app_password where account_id = ? and id = ? returning name")
                .params(account.value(), id)
                .query(String.class)
                .optional();
    }

    /** Whether mail programs need one of these, and the main password opens the web alone. */
    public boolean required(AccountId account) {
        return jdbc.sql("select app_passwords_only from account where id = ?")
                .param(account.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Sets that; connections that are open stay open. */
    @Transactional
    public void require(AccountId account, boolean required) {
        jdbc.sql("update account set app_passwords_only = ? where id = ?")
                .params(required, account.value())
                .update();
    }

    /**
     * The one that has this digest.
     *
     * @param account null: nobody's login name was given, and it takes as long
     */
    public Optional<Long> find(@Nullable AccountId account, byte[] digest) {
        return jdbc.sql("select id from app_password where account_id = ? and digest = ?")
                .params(account == null ? 0 : account.value(), digest)
                .query(Long.class)
                .optional();
    }

    /** False once it is revoked. */
    public boolean exists(AccountId account, long id) {
        return jdbc.sql("select exists (select from app_password where account_id = ? and id = ?)")
                .params(account.value(), id)
                .query(Boolean.class)
                .single();
    }

    /**
     * What SCRAM is checked against, by id.
     *
     * @param account null as for {@link #find}
     */
    public List<ScramKeys> scramKeys(@Nullable AccountId account) {
        return jdbc.sql("select id, stored_key, server_key from app_password where account_id = ?")
                .param(account == null ? 0 : account.value())
                .query((row, _) -> new ScramKeys(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                .list();
    }

    /** Of one app password. */
    public record ScramKeys(long id, byte[] storedKey, byte[] serverKey) {}

    /** Notes that it opened a service, if the last note is old or of another place. */
    public void used(AccountId account, long id, String service, InetAddress from) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var address = from.getHostAddress().replaceFirst("%.*", ""); // without a scope
        jdbc.sql(
                        """
                        update app_password
                           set last_used_at = :now, last_used_by = :service,
                               last_used_from = cast(:address as inet)
                         where account_id = :account and id = :id
                           and (last_used_at is null or last_used_at < :old
                                or last_used_by is distinct from :service
                                or last_used_from is distinct from cast(:address as inet))
                        """)
                .param("now", now)
                .param("old", now.minus(NOTED_EVERY))
                .param("service", service)
                .param("address", address)
                .param("account", account.value())
                .param("id", id)
                .update();
    }
}
