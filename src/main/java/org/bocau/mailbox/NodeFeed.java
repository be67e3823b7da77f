package org.bocau.mailbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.bocau.account.AccountId;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Carries hints between the nodes on one database by LISTEN and NOTIFY. Hints are gathered while
 * the last batch is under way and sent outside the delivery's transaction: NOTIFY inside it would
 * make commits wait for each other.
 *
 * <p>Two threads: one sends what {@link ChangeFeed} publishes, one listens on a connection of its
 * own. When that connection breaks, hints may be lost, so everybody looks again once it is back.
 */
@Component
class NodeFeed implements SmartLifecycle, ChangeFeed.Relay {
    private static final Logger log = LoggerFactory.getLogger(NodeFeed.class);
    private static final String CHANNEL = "bocau_mailbox";

    private static final String NAMES = "names";
    private static final String ANNOTATIONS = "annotations";
    private static final String REMADE = "remade";

    /** NOTIFY takes 8000 octets; one hint has at most 40. */
    private static final int HINTS_A_MESSAGE = 150;

    private static final int LISTEN_MILLIS = 5_000;

    /** Between two batches: hints of a busy mailbox are gathered, the first one goes at once. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long RETRY_NANOS = 1_000_000_000L;

    private final String node = UUID.randomUUID().toString().substring(0, 8);
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final ChangeFeed feed;
    private final Mailboxes mailboxes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Set<Hint> waiting = new LinkedHashSet<>();
    private final Lifetime life = new Lifetime();

    NodeFeed(JdbcClient jdbc, DataSource dataSource, ChangeFeed feed, Mailboxes mailboxes) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.feed = feed;
        this.mailboxes = mailboxes;
        feed.relay(this);
    }

    @Override
    public void changed(Hint hint) {
        lock.lock();
        try {
            if (life.running() && waiting.add(hint)) {
                something.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        life.begin();
        Thread.ofVirtual().name("node-feed-send").start(this::send);
        Thread.ofVirtual().name("node-feed-listen").start(this::listen);
    }

    @Override
    public void stop() {
        life.end();
        lock.lock();
        try {
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return life.running();
    }

    private void send() {
        while (life.running()) {
            try {
                String batch = next();
                if (!batch.isEmpty()) {
                    jdbc.sql("select pg_notify(?, ?)")
                            .params(CHANNEL, node + " " + batch)
                            .query((row, _) -> "")
                            .list();
                }
                life.pause(GATHER_NANOS);
            } catch (DataAccessException e) {
                log.debug(
                        "hint to other nodes lost: {}",
                        e.getMessage()); // they look again at their next command
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && life.running()) {
                something.await();
            }
            var batch = waiting.stream().limit(HINTS_A_MESSAGE).toList();
            batch.forEach(waiting::remove);
            return batch.stream().map(NodeFeed::text).collect(Collectors.joining(","));
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        try {
            keepListening();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepListening() throws InterruptedException {
        boolean again = false;
        while (life.running()) {
            try (var connection = dataSource.getConnection()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                if (again) {
                    feed.heardNothing(
                            account -> mailboxes.list(account).stream().map(Mailbox::id).toList());
                }
                again = true;
                receive(connection);
            } catch (SQLException | DataAccessException e) {
                log.debug("hints from other nodes: {}", e.getMessage());
                life.pause(RETRY_NANOS);
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        var postgres = connection.unwrap(PGConnection.class);
        try {
            while (life.running()) {
                for (var notification : postgres.getNotifications(LISTEN_MILLIS)) {
                    take(notification.getParameter());
                }
            }
        } finally {
            if (postgres instanceof Connection physical && !physical.isClosed()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("unlisten *"); // the pool gives this connection to others
                }
            }
        }
    }

    /**
     * {@code node account/what,account/what…}; written by a node like this one, possibly of another
     * version.
     */
    private void take(String message) {
        int space = message.indexOf(' ');
        if (space < 0 || message.substring(0, space).equals(node)) {
            return;
        }
        for (String hint : message.substring(space + 1).split(",", -1)) {
            try {
                feed.heard(hint(hint));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                log.debug("not a hint: {}", hint);
            }
        }
    }

    private static String text(Hint hint) {
        return hint.account().value()
                + "/"
                + switch (hint) {
                    case Hint.OfMailbox(var mailbox) -> Long.toString(mailbox.number());
                    case Hint.OfNames _ -> NAMES;
                    case Hint.OfAnnotations _ -> ANNOTATIONS;
                    case Hint.Remade _ -> REMADE;
                };
    }

    private static Hint hint(String text) {
        int slash = text.indexOf('/');
        var account = new AccountId(Long.parseLong(text.substring(0, slash)));
        String what = text.substring(slash + 1);
        return switch (what) {
            case NAMES -> new Hint.OfNames(account);
            case ANNOTATIONS -> new Hint.OfAnnotations(account);
            case REMADE -> new Hint.Remade(account);
            default -> new Hint.OfMailbox(new MailboxId(account, Long.parseLong(what)));
        };
    }
}
