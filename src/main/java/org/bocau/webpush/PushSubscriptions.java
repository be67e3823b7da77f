package org.bocau.webpush;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.bocau.remote.RemoteAddress;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The browsers that want to be told, by the accounts they are to be told of. */
@Service
public class PushSubscriptions {
    /** An account's; the oldest gives way. */
    static final int MOST = 20;

    private static final int SECRET = 16;
    private static final int LONGEST_ENDPOINT = 1000;
    private static final int LONGEST_AGENT = 200;

    private final JdbcClient jdbc;
    private final ServerKey key;
    private final PushProperties properties;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    PushSubscriptions(
            JdbcClient jdbc,
            ServerKey key,
            PushProperties properties,
            Clock clock,
            TransactionTemplate transaction,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.key = key;
        this.properties = properties;
        this.clock = clock;
        this.transaction = transaction;
        this.events = events;
    }

    /**
     * One of them.
     *
     * @param agent what the browser says it is
     */
    public record PushSubscription(long id, String endpoint, String agent, Instant createdAt) {}

    /**
     * What a push needs.
     *
     * @param endpoint as the browser gave it
     */
    record Place(String endpoint, RemoteAddress address, byte[] publicKey, byte[] secret) {}

    /** Whom to watch for has changed. */
    record Changed(AccountId account) {}

    /** By which browsers know this server, base64url. */
    public String serverKey() {
        return key.publicKey();
    }

    /** Newest first. */
    public List<PushSubscription> of(AccountId account) {
        return jdbc.sql(
                        """
                        select id, endpoint, agent, created_at from push_subscription
                         where account_id = ? order by id desc
                        """)
                .param(account.value())
                .query((row, _) -> subscription(row))
                .list();
    }

    private static PushSubscription subscription(ResultSet row) throws SQLException {
        return new PushSubscription(
                row.getLong("id"),
                row.getString("endpoint"),
                row.getString("agent"),
                row.getTimestamp("created_at").toInstant());
    }

    /**
     * Has a browser told of this account's mail from now on, and of nobody else's.
     *
     * @param endpoint where its push service takes messages; https
     * @param publicKey base64url, as the browser gives it
     * @param secret likewise
     * @throws FieldRefusal at {@code endpoint} or {@code keys}: not what a browser gives
     */
    public void add(
            AccountId account, String endpoint, String publicKey, String secret, String agent) {
        requireEndpoint(endpoint);
        byte[] point = decoded(publicKey);
        byte[] shared = decoded(secret);
        if (shared.length != SECRET) throw new FieldRefusal("keys", "refusal.push.keys");
        try {
            CurvePoint.key(point);
        } catch (IllegalArgumentException _) {
            throw new FieldRefusal("keys", "refusal.push.keys");
        }
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("select id from account where id = ? for update")
                    .param(account.value())
                    .query(Long.class)
                    .single();
            jdbc.sql("delete from push_subscription where endpoint = ?").param(endpoint).update();
            insert(account, endpoint, point, shared, agent);
        });
        events.publishEvent(new Changed(account));
    }

    private void requireEndpoint(String endpoint) {
        var place = endpoint.length() > LONGEST_ENDPOINT ? null : RemoteAddress.parse(endpoint);
        if (place == null || !(place.secure() || properties.plainEndpoints())) {
            throw new FieldRefusal("endpoint", "refusal.push.endpoint");
        }
    }

    private void insert(
            AccountId account, String endpoint, byte[] point, byte[] secret, String agent) {
        jdbc.sql(
                        """
                        delete from push_subscription where account_id = :account and id in
                               (select id from push_subscription where account_id = :account
                                 order by id desc offset :most)
                        """)
                .param("account", account.value())
                .param("most", MOST - 1)
                .update();
        jdbc.sql(
                        """
                        insert into push_subscription (account_id, id, endpoint, public_key, secret, agent, created_at)
                        values (:account, nextval('push_subscription_id'), :endpoint, :point, :secret, :agent, :now)
                        """)
                .param("account", account.value())
                .param("endpoint", endpoint)
                .param("point", point)
                .param("secret", secret)
                .param("agent", agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text.replaceAll("=+$", ""));
        } catch (IllegalArgumentException _) {
            throw new FieldRefusal("keys", "refusal.push.keys");
        }
    }

    /** A browser no longer wants it; that it has gone already is no fault. */
    public void remove(AccountId account, long id) {
        jdbc.sql("delete from push_subscription where account_id = ? and id = ?")
                .params(account.value(), id)
                .update();
        events.publishEvent(new Changed(account));
    }

    /** The same by the place it is reached at. */
    public void remove(AccountId account, String endpoint) {
        jdbc.sql("delete from push_subscription where account_id = ? and endpoint = ?")
                .params(account.value(), endpoint)
                .update();
        events.publishEvent(new Changed(account));
    }

    /** Everybody who has one. */
    List<AccountId> accounts() {
        return jdbc.sql("select distinct account_id from push_subscription order by account_id")
                .query((row, _) -> new AccountId(row.getLong(1)))
                .list();
    }

    /** Where an account's pushes go; what cannot be asked any more is left out. */
    List<Place> places(AccountId account) {
        return jdbc
                .sql(
                        """
                        select endpoint, public_key, secret from push_subscription
                         where account_id = ? order by id
                        """)
                .param(account.value())
                .query((row, _) -> row(row))
                .list()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Place> row(ResultSet row) throws SQLException {
        var endpoint = row.getString("endpoint");
        var address = RemoteAddress.parse(endpoint);
        return address == null
                ? List.of()
                : List.of(
                        new Place(
                                endpoint,
                                address,
                                row.getBytes("public_key"),
                                row.getBytes("secret")));
    }
}
