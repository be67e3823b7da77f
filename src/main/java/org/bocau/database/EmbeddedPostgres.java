package org.bocau.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL of our own, as durable as any: fsync on, checksums, its own directory, reached
 * over loopback only with a random password.
 *
 * <p>The server is the child of a shell that reads a pipe from us. When this process ends, however
 * it ends, the pipe closes, the shell's read returns and PostgreSQL shuts down. It runs in a
 * session of its own, so that Ctrl-C in a terminal reaches us and not it.
 */
final class EmbeddedPostgres implements AutoCloseable {
    private static final String DATABASE = "bocau";
    private static final String ROLE = "bocau";

    /** A pool of 32, the feed's own connection, Flyway's, and room for somebody with psql. */
    private static final int MAX_CONNECTIONS = 64;

    private static final long LOG_OCTETS = 10 << 20;
    private static final long START_PATIENCE = TimeUnit.MINUTES.toNanos(2); // WAL recovery
    private static final String WATCHER =
            """
            if command -v setsid >/dev/null; then set -- setsid "$@"; fi
            "$@" </dev/null & server=$!
            trap '' INT TERM HUP
            read -r _
            kill -INT $server
            wait $server
            """;

    private final PostgresCluster cluster;
    private final Process process;
    private final int port;

    private EmbeddedPostgres(PostgresCluster cluster, Process process, int port) {
        this.cluster = cluster;
        this.process = process;
        this.port = port;
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
            var cluster = PostgresCluster.prepare(binaries, home);
            cluster.stopOrphan();
            var postgres = launch(cluster);
            postgres.awaitReady();
            return postgres;
        } catch (IOException e) {
            throw new StartupRefusal(
                    "The embedded PostgreSQL cannot be started: "
                            + e.getMessage()
                            + "; BOCAU_DB_URL would use another.",
                    e);
        }
    }

    private static EmbeddedPostgres launch(PostgresCluster cluster) throws IOException {
        Path log = cluster.home().resolve("server.log");
        rotate(log);
        int port = freePort();
        var command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHER, "bocau-postgres"));
        command.addAll(Commands.withoutRoot(server(cluster, port)));
        var builder =
                new ProcessBuilder(command)
                        .directory(cluster.home().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TZ", "UTC");
        return new EmbeddedPostgres(cluster, builder.start(), port);
    }

    private static List<String> server(PostgresCluster cluster, int port) {
        return List.of(
                cluster.server(),
                "-D" + cluster.data(),
                "-p" + port,
                "-clisten_addresses=127.0.0.1",
                "-cunix_socket_directories=",
                "-cmax_connections=" + MAX_CONNECTIONS,
                "-cfsync=on",
                "-csynchronous_commit=on",
                "-cshared_preload_libraries=pg_stat_statements",
                "-clogging_collector=off");
    }

    /** One old log is kept; the server appends, so the size is looked at when it starts. */
    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_OCTETS) {
            Files.move(
                    log,
                    log.resolveSibling("server.log.1"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_PATIENCE;
        while (!ready()) {
            if (ended(25) || System.nanoTime() - deadline >= 0) {
                close();
                throw new IOException(
                        "it did not come up, see " + cluster.home().resolve("server.log"));
            }
        }
    }

    /** Logs in as superuser and sees to it that the application's role and database exist. */
    private boolean ready() throws IOException {
        try (var connection = DatabaseChecks.connect(url(PostgresCluster.SUPERUSER, "postgres"));
                var statement = connection.createStatement()) {
            try (var row =
                    statement.executeQuery(
                            "select from pg_database where datname = '" + DATABASE + "'")) {
                if (row.next()) {
                    return true;
                }
            }
            createRole(statement);
            statement.execute("create database " + DATABASE + " owner " + ROLE);
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")
                    || "57P03".equals(e.getSQLState())) { // not listening yet, or recovering
                return false;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    /** No superuser: what the application can do by mistake ends at its own database. */
    private void createRole(Statement statement) throws SQLException {
        try (var row =
                statement.executeQuery("select from pg_roles where rolname = '" + ROLE + "'")) {
            if (row.next()) {
                return;
            }
        }
        statement.execute("create role " + ROLE + " login password '" + cluster.password() + "'");
    }

    /** For the application: its own database, as a role that owns nothing else. */
    DatabaseUrl url() {
        return url(ROLE, DATABASE);
    }

    private DatabaseUrl url(String user, String database) {
        return new DatabaseUrl(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, cluster.password());
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Fast shutdown: sessions are ended, transactions rolled back, a checkpoint written. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // the watcher's read ends
        if (!ended(TimeUnit.MINUTES.toMillis(1))) {
            process.destroyForcibly();
        }
    }
}
