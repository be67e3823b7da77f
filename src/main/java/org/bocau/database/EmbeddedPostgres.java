package org.bocau.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of our own, as durable as any: fsync on, checksums, its own directory, reached
 * over loopback only with a random password. A server that ends by itself is started again on the
 * same port, so that the pool finds it.
 */
final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "bocau";
    private static final String ROLE = "bocau";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2); // WAL recovery
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(2);

    private final PostgresCluster cluster;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread keeper;
    private volatile PostgresProcess process;

    private EmbeddedPostgres(PostgresCluster cluster, int port) throws IOException {
        this.cluster = cluster;
        this.port = port;
        this.process = run();
        this.keeper = Thread.ofVirtual().name("postgres-keeper").start(this::keepRunning);
    }

    /**
     * Unpacks, initialises and starts what is needed, and waits until the server answers.
     *
     * @param home where all of it lives; the caller holds the data directory's lock
     * @throws StartupRefusal it cannot be started here
     */
    static EmbeddedPostgres start(Path home) {
        try {
            Files.createDirectories(home);
            var binaries = PostgresBinaries.unpack(home.resolve("programs"));
            return new EmbeddedPostgres(PostgresCluster.prepare(binaries, home), freePort());
        } catch (IOException e) {
            throw new StartupRefusal(
                    "The embedded PostgreSQL cannot be started: "
                            + e.getMessage()
                            + "; BOCAU_DB_URL would use another.",
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private PostgresProcess run() throws IOException {
        cluster.stopOrphan();
        var started = PostgresProcess.start(cluster, port);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        try {
            while (!ready()) {
                if (started.ended(POLL) || System.nanoTime() - deadline >= 0) {
                    throw new IOException(
                            "it did not come up, see " + cluster.home().resolve("server.log"));
                }
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    private void keepRunning() {
        while (!closed(Duration.ZERO)) {
            if (process.ended(LOOK) && !closed(Duration.ZERO)) {
                log.error("the embedded PostgreSQL has ended, starting it again");
                restart();
            }
        }
    }

    private void restart() {
        do {
            try {
                process = run();
                log.warn("the embedded PostgreSQL is back");
                return;
            } catch (IOException | RuntimeException e) { // whatever it is: it may be over next time
                log.error("the embedded PostgreSQL does not start: {}", e.getMessage());
            }
        } while (!closed(BETWEEN_RESTARTS));
    }

    private boolean closed(Duration within) {
        try {
            return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Logs in as superuser and sees to it that the application's role and database exist. */
    private boolean ready() throws IOException {
        try (var connection = DatabaseChecks.connect(url(PostgresCluster.SUPERUSER, "postgres"));
                var statement = connection.createStatement()) {
            if (!exists(statement, "pg_roles where rolname = '" + ROLE + "'")) {
                // no superuser: what the application does by mistake ends at its own database
                var password = cluster.password();
                statement.execute("create role " + ROLE + " login password '" + password + "'");
            }
            if (!exists(statement, "pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + ROLE);
            }
            return true;
        } catch (SQLException e) {
            var state = String.valueOf(e.getSQLState());
            if (state.startsWith("08") || state.equals("57P03")) { // not listening, or recovering
                return false;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String what) throws SQLException {
        try (var row = statement.executeQuery("select from " + what)) {
            return row.next();
        }
    }

    /** For the application: its own database, as a role that owns nothing else. */
    DatabaseUrl url() {
        return url(ROLE, DATABASE);
    }

    private DatabaseUrl url(String user, String database) {
        return new DatabaseUrl(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, cluster.password());
    }

    /** Stops the server and waits for it. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        process.close();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.close(); // one that was being started again meanwhile
    }
}
