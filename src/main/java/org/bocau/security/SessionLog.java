package org.bocau.security;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Who logged in, or tried to, from where. Entries wait in a bounded queue and one thread writes
 * them by the hundred, so that a storm of attempts does not become a storm of commits; the last
 * second of a process that is killed is lost. Entries older than {@code
 * bocau.security.session-log-kept} go.
 */
@Component
public class SessionLog implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final int GATHER_MILLIS = 300;
    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;
    private @Nullable Thread writer;
    private volatile boolean running;

    SessionLog(JdbcTemplate batches, JdbcClient jdbc, Clock clock, SecurityProperties properties) {
        this.batches = batches;
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = properties.sessionLogKept();
    }

    /** How an attempt ended. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        THROTTLED
    }

    private record Entry(
            long account, Instant at, Login from, @Nullable String login, Outcome outcome) {}

    /**
     * Notes an attempt; it is visible within a second. Never waits.
     *
     * @param account null if the login name is nobody's
     * @param login canonical address, or null where the text was no address
     */
    void add(@Nullable AccountId account, Login from, @Nullable String login, Outcome outcome) {
        var id = account == null ? 0 : account.value();
        queue(new Entry(id, clock.instant(), from, login, outcome));
    }

    private void queue(Entry entry) {
        if (!waiting.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /**
     * Whether somebody has logged in to this account from this client and it is still known: from
     * the address, or in IPv6 the /64, within which a program changes its address every day.
     */
    boolean known(AccountId account, InetAddress remote) {
        boolean four = remote.getAddress().length == 4;
        return jdbc.sql(
                        """
                        select exists (select from session_log where account_id = :account and outcome = 'accepted'
                           and remote between set_masklen(network(set_masklen(cast(:remote as inet), :client))::inet, :whole)
                                          and set_masklen(broadcast(set_masklen(cast(:remote as inet), :client)), :whole))
                        """)
                .param("account", account.value())
                .param("remote", literal(remote))
                .param("client", four ? 32 : 64)
                .param("whole", four ? 32 : 128)
                .query(Boolean.class)
                .single();
    }

    /** The newest attempts on an account, newest first. */
    public List<LoginRow> of(AccountId account, int most) {
        return jdbc.sql(
                        """
                        select at, service, login, host(remote) as remote, secure, outcome
                          from session_log where account_id = ? order by id desc limit ?
                        """)
                .params(account.value(), most)
                .query((row, _) -> row(row))
                .list();
    }

    /** The newest attempts on all accounts, newest first. */
    public List<LoginRow> newest(int most) {
        return jdbc.sql(
                        """
                        select at, service, login, host(remote) as remote, secure, outcome
                          from session_log order by at desc limit ?
                        """)
                .param(most)
                .query((row, _) -> row(row))
                .list();
    }

    private static LoginRow row(ResultSet row) throws SQLException {
        return new LoginRow(
                row.getTimestamp("at").toInstant(),
                row.getString("service"),
                row.getString("login"),
                InetAddress.ofLiteral(row.getString("remote")),
                row.getBoolean("secure"),
                row.getString("outcome"));
    }

    /** Without the scope of a link-local address, which PostgreSQL does not know. */
    private static String literal(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    /** Writes what waits. */
    void flush() {
        var batch = new ArrayList<Entry>(BATCH);
        writing.lock();
        try {
            while (waiting.drainTo(batch, BATCH) > 0) {
                write(batch);
                batch.clear();
            }
        } catch (DataAccessException down) {
            batch.forEach(this::queue); // for when the database is back
            throw down;
        } finally {
            writing.unlock();
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            log.warn("session log: {} attempts were too many to be written", lost);
        }
    }

    private void write(List<Entry> batch) {
        batches.batchUpdate(
                """
                insert into session_log (account_id, id, at, service, login, remote, secure, outcome)
                values (?, nextval('session_log_seq'), ?, ?, ?, cast(? as inet), ?, ?)
                """,
                batch,
                BATCH,
                (row, entry) -> {
                    row.setLong(1, entry.account());
                    row.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
                    row.setString(3, entry.from().service());
                    row.setString(4, entry.login());
                    row.setString(5, literal(entry.from().remote()));
                    row.setBoolean(6, entry.from().secure());
                    row.setString(7, entry.outcome().name().toLowerCase(Locale.ROOT));
                });
    }

    /** Forgets what is old. */
    void tidy() {
        jdbc.sql("delete from session_log where at < ?")
                .param(clock.instant().minus(kept).atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofVirtual().name("session-log").start(this::keepWriting);
    }

    private void keepWriting() {
        var tidied = Instant.MIN;
        boolean down = false;
        while (running) {
            try {
                var first = waiting.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    queue(first);
                    gather();
                    flush();
                    down = false;
                }
                if (tidied.isBefore(clock.instant().minus(TIDY_EVERY))) {
                    tidied = clock.instant();
                    tidy();
                }
            } catch (DataAccessException | TransactionException failure) {
                if (!down) { // once each time it goes away
                    log.warn("session log: {}", failure.getMessage());
                }
                down = true;
            } catch (InterruptedException _) {
                return; // stopping
            }
        }
    }

    /** Waits for more, so that busy seconds are few commits. */
    private void gather() throws InterruptedException {
        boolean _ = stopping.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        var thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
        try {
            flush();
        } catch (DataAccessException down) {
            log.warn("session log: {}", down.getMessage());
        }
    }

    /** Starts before and stops after whatever lets people log in. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
