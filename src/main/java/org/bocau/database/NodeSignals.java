package org.bocau.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hints between the nodes on one database, by LISTEN and NOTIFY: one connection of each node
 * listens, whatever there is to be heard. A hint may be lost, and whoever waits for one looks for
 * itself now and then.
 */
@Component
public class NodeSignals implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(NodeSignals.class);
    private static final String CHANNEL = "bocau_";
    private static final int LISTEN_MILLIS = 5_000;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String node = UUID.randomUUID().toString().substring(0, 8);
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private volatile CountDownLatch ended = new CountDownLatch(0);

    NodeSignals(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /** Called on one thread, which all share: must not block. */
    public interface Listener {
        /** What another node has sent; possibly one of another version. */
        void heard(String text);

        /** The connection was broken: anything may have been missed. */
        void missed();
    }

    /**
     * Listens to a topic, from the start on; to be called before it.
     *
     * @param topic lower-case letters
     */
    public void listen(String topic, Listener listener) {
        if (!topic.matches("[a-z]{1,20}")) {
            throw new IllegalArgumentException("a topic is a word");
        }
        listeners.put(topic, listener);
    }

    /**
     * Tells the other nodes. Not to be called in a transaction: NOTIFY makes commits wait for each
     * other.
     *
     * @param text at most 7900 octets
     * @throws DataAccessException nobody heard it
     */
    public void send(String topic, String text) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL + topic, node + " " + text)
                .query((_, _) -> "")
                .list();
    }

    @Override
    public void start() {
        ended = new CountDownLatch(1);
        Thread.ofVirtual().name("node-signals").start(this::listen);
    }

    @Override
    public void stop() {
        ended.countDown();
    }

    @Override
    public boolean isRunning() {
        return ended.getCount() > 0;
    }

    private void listen() {
        boolean again = false;
        while (isRunning()) {
            try (var connection = dataSource.getConnection()) {
                try (var statement = connection.createStatement()) {
                    for (var topic : listeners.keySet()) {
                        statement.execute("listen " + CHANNEL + topic);
                    }
                }
                if (again) {
                    listeners.values().forEach(Listener::missed);
                }
                again = true;
                receive(connection);
            } catch (SQLException | DataAccessException e) {
                log.debug("hints from other nodes: {}", e.getMessage());
                pause();
            } catch (RuntimeException bug) { // of one listener: the others go on hearing
                log.error("hints from other nodes", bug);
                pause();
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        var postgres = connection.unwrap(PGConnection.class);
        try {
            while (isRunning()) {
                for (var notification : postgres.getNotifications(LISTEN_MILLIS)) {
                    take(notification.getName(), notification.getParameter());
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

    /** {@code node text}. */
    private void take(String channel, String message) {
        var listener = listeners.get(channel.substring(CHANNEL.length()));
        int space = message.indexOf(' ');
        boolean own = space >= 0 && message.substring(0, space).equals(node);
        if (listener != null && space >= 0 && !own) {
            listener.heard(message.substring(space + 1));
        }
    }

    private void pause() {
        try {
            boolean _ = ended.await(RETRY_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
