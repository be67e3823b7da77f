package org.bocau.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the server.
 *
 * <p>It is the child of a shell that holds one end of a pipe from us. When this process ends,
 * however it ends, the pipe closes and the shell tells PostgreSQL to shut down; when PostgreSQL
 * ends, the shell does too. The server runs in a session of its own, so that Ctrl-C in a terminal
 * reaches us and not it.
 */
final class PostgresProcess implements AutoCloseable {
    /** A pool of 32, the feed's own connection, Flyway's, and room for somebody with psql. */
    private static final int MAX_CONNECTIONS = 64;

    private static final long LOG_OCTETS = 10 << 20;
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

    /** The reader ignores TERM like the shell around it, hence {@code kill -9} in the end. */
    private static final String WATCHER =
            """
            if command -v setsid >/dev/null; then set -- setsid "$@"; fi
            exec 3<&0
            "$@" </dev/null 3<&- & server=$!
            trap '' INT TERM HUP
            { read -r _ <&3; kill -INT $server 2>/dev/null; } & reader=$!
            wait $server; status=$?
            kill -9 $reader 2>/dev/null
            exit $status
            """;

    private final Process process;

    private PostgresProcess(Process process) {
        this.process = process;
    }

    static PostgresProcess start(PostgresCluster cluster, int port) throws IOException {
        Path log = cluster.home().resolve("server.log");
        rotate(log);
        var command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHER, "bocau-postgres"));
        command.addAll(Commands.withoutRoot(server(cluster, port)));
        var builder =
                new ProcessBuilder(command)
                        .directory(cluster.home().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TZ", "UTC");
        return new PostgresProcess(builder.start());
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
                "-cfull_page_writes=on",
                "-cshared_preload_libraries=pg_stat_statements",
                "-cio_method=sync", // most reads end in the page cache: no worker need be asked
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

    /** Waits up to {@code patience} for the server to end by itself; true if it has. */
    boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Fast shutdown: sessions are ended, transactions rolled back, a checkpoint written. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // the watcher's read ends
        if (!ended(STOP_PATIENCE)) {
            process.destroyForcibly();
        }
    }
}
