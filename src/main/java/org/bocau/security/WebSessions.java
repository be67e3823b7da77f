package org.bocau.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.bocau.account.AccountId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The browsers that are signed in. {@link SessionGuard} asks with each request whether a session is
 * still wanted; the answer is remembered for a few seconds, so what is ended on one node ends on
 * all of them within these.
 */
@Component
public class WebSessions {
    private static final Logger log = LoggerFactory.getLogger(WebSessions.class);

    /** An account's; the one that was used least lately gives way. */
    static final int MOST = 50;

    /** A session that nothing was heard of for so long has timed out in its browser too. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(31);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(5);
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_AGENT = 400;
    private static final int ID_OCTETS = 16;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final SecureRandom random = new SecureRandom();
    private final Cache<StoredWebSession.Key, Boolean> alive =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();

    WebSessions(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /**
     * One of them.
     *
     * @param id good for nothing but naming it to {@link #end}
     * @param agent what the browser says it is
     */
    public record WebSession(
            String id, Instant beganAt, Instant usedAt, InetAddress remote, String agent) {}

    /**
     * Writes down a browser that has just signed in, and returns the session's id. What has timed
     * out is forgotten, anybody's, and all but the latest of this account.
     *
     * <p>One statement, and one that does not wait for the disk: a crash of the database within the
     * second signs the browser out, and no more. What another ends at the same time is passed over,
     * so nobody waits for anybody.
     */
    String begin(AccountId account, InetAddress remote, String agent) {
        var octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        var id = HexFormat.of().formatHex(octets);
        var now = clock.instant();
        jdbc.sql(
                        """
                        with timed_out as (
                                 select account_id, id from web_session where used_at < :forgotten
                                    for update skip locked),
                             too_many as (
                                 select account_id, id from web_session
                                  where account_id = :account and id in
                                        (select id from web_session where account_id = :account
                                          order by used_at desc offset :most)
                                    for update skip locked),
                             ended as (
                                 delete from web_session where (account_id, id) in
                                        (select * from timed_out union select * from too_many))
                        insert into web_session (account_id, id, began_at, used_at, remote, agent)
                        select :account, :id, :now, :now, cast(:remote as inet), :agent
                         where set_config('synchronous_commit', 'off', true) is not null
                        """)
                .param("forgotten", now.minus(FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC))
                .param("most", MOST - 1)
                .param("account", account.value())
                .param("id", id)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("remote", literal(remote))
                .param("agent", shortened(agent))
                .update();
        return id;
    }

    private static String shortened(String agent) {
        var shown =
                agent.codePoints().filter(c -> !Character.isISOControl(c)).limit(LONGEST_AGENT / 2);
        return shown.collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** False once it has been ended. Notes, to the minute, that it is used and from where. */
    boolean alive(AccountId account, String id, InetAddress remote) {
        return alive.get(new StoredWebSession.Key(account.value(), id), key -> look(key, remote));
    }

    private boolean look(StoredWebSession.Key key, InetAddress remote) {
        var used =
                jdbc.sql("select used_at from web_session where account_id = ? and id = ?")
                        .params(key.accountId(), key.id())
                        .query((row, _) -> row.getTimestamp(1).toInstant())
                        .optional();
        if (used.isEmpty()) return false;
        var now = clock.instant();
        if (used.get().plus(NOTED_EVERY).isBefore(now)) {
            jdbc.sql(
                            """
                            update web_session set used_at = ?, remote = cast(? as inet)
                             where account_id = ? and id = ?
                               and set_config('synchronous_commit', 'off', true) is not null
                            """)
                    .params(
                            now.atOffset(ZoneOffset.UTC),
                            literal(remote),
                            key.accountId(),
                            key.id())
                    .update();
        }
        return true;
    }

    /** Those that are signed in now, the one used last first. */
    public List<WebSession> of(AccountId account) {
        return jdbc.sql(
                        """
                        select id, began_at, used_at, host(remote) as remote, agent from web_session
                         where account_id = ? and used_at >= ? order by used_at desc, began_at desc
                        """)
                .params(
                        account.value(),
                        clock.instant().minus(FORGOTTEN_AFTER).atOffset(ZoneOffset.UTC))
                .query((row, _) -> session(row))
                .list();
    }

    private static WebSession session(ResultSet row) throws SQLException {
        return new WebSession(
                row.getString("id"),
                row.getTimestamp("began_at").toInstant(),
                row.getTimestamp("used_at").toInstant(),
                InetAddress.ofLiteral(row.getString("remote")),
                row.getString("agent"));
    }

    /** The id of the session this request belongs to. */
    public String current(HttpServletRequest request) {
        return SessionGuard.id(request);
    }

    /** Ends one; that it has gone already is no fault. */
    public void end(AccountId account, String id) {
        jdbc.sql("delete from web_session where account_id = ? and id = ?")
                .params(account.value(), id)
                .update();
        alive.invalidate(new StoredWebSession.Key(account.value(), id));
        events.publishEvent(new WebSessionEnded(account));
    }

    /** Ends all but this one, and returns how many. */
    public int endOthers(AccountId account, String kept) {
        var ended =
                jdbc.sql("delete from web_session where account_id = ? and id <> ? returning id")
                        .params(account.value(), kept)
                        .query((row, _) -> row.getString(1))
                        .list();
        ended.forEach(id -> alive.invalidate(new StoredWebSession.Key(account.value(), id)));
        events.publishEvent(new WebSessionEnded(account));
        return ended.size();
    }

    /** It has signed out; a row that cannot be deleted now times out. */
    void forget(AccountId account, String id) {
        try {
            jdbc.sql("delete from web_session where account_id = ? and id = ?")
                    .params(account.value(), id)
                    .update();
        } catch (DataAccessException down) {
            log.warn("web session not forgotten: {}", down.getMessage());
        }
        alive.invalidate(new StoredWebSession.Key(account.value(), id));
    }

    /** Without the scope of a link-local address, which PostgreSQL does not know. */
    private static String literal(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }
}
