package org.bocau.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server in a directory of its own: durable, restartable, and never left behind. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir static Path shared;
    @TempDir Path home;

    /** Unpacking takes longer than all else here. */
    @BeforeAll
    static void unpackOnce() throws IOException {
        PostgresBinaries.unpack(shared.resolve("programs"));
    }

    @BeforeEach
    void shareThePrograms() throws IOException {
        Files.createSymbolicLink(home.resolve("programs"), shared.resolve("programs"));
    }

    private static String ask(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DatabaseChecks.connect(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(DatabaseUrl url, String... statements) throws SQLException {
        try (var connection = DatabaseChecks.connect(url);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void isDurablePrivateAndKeepsItsRows() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home)) {
            var url = postgres.url();
            DatabaseChecks.check(url, PATIENCE);
            for (var setting :
                    List.of("data_checksums", "fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(ask(url, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(url, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(url, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            assertThat(ask(url, "select datlocprovider from pg_database where datname='bocau'"))
                    .isEqualTo("b");
            assertThat(Files.getPosixFilePermissions(home.resolve("password")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
            var guessed = new DatabaseUrl(url.jdbc(), "postgres", "guess");
            assertThatExceptionOfType(StartupRefusal.class)
                    .isThrownBy(() -> DatabaseChecks.check(guessed, PATIENCE))
                    .withMessage("The database at %s refuses the login of postgres.", url);
            execute(url, "create extension pg_trgm", "create table t as select 'thư' as letter");
        }
        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(ask(postgres.url(), "select letter from t")).isEqualTo("thư");
        }
        assertThat(Files.readString(home.resolve("server.log")))
                .contains("database system is shut down");
    }

    @Test
    void extensionsMustBeThereOrWithinReach() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home)) {
            var owner = postgres.url();
            execute(
                    new DatabaseUrl(owner.jdbc(), PostgresCluster.SUPERUSER, owner.password()),
                    "create role guest login password 'guest'");
            var guest = new DatabaseUrl(owner.jdbc(), "guest", "guest");
            execute(owner, "create extension btree_gin");

            assertThatExceptionOfType(StartupRefusal.class)
                    .isThrownBy(() -> DatabaseChecks.check(guest, PATIENCE))
                    .withMessage(
                            "The database at %s lacks extensions that guest may not create: pg_trgm;"
                                    + " its administrator can (CREATE EXTENSION).",
                            owner);

            execute(owner, "create extension pg_trgm");
            DatabaseChecks.check(guest, PATIENCE);
            execute(guest, "create extension if not exists pg_trgm"); // as the migration does
        }
    }

    /** As after a kill -9 of this process together with the watcher. */
    @Test
    void stopsAnOrphanAndGoesOnWithItsData() throws Exception {
        EmbeddedPostgres.start(home).close();
        var cluster =
                PostgresCluster.prepare(PostgresBinaries.unpack(home.resolve("programs")), home);
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var abandoned = PostgresProcess.start(cluster, port);
        var url =
                new DatabaseUrl(
                        "jdbc:postgresql://127.0.0.1:" + port + "/bocau",
                        "bocau",
                        cluster.password());
        DatabaseChecks.check(url, Duration.ofMinutes(1));
        execute(url, "create table t as select 1 as n");
        var watcher =
                ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().commandLine().orElse("").contains(home + ""))
                        .findFirst()
                        .orElseThrow();
        watcher.children() // its half that reads the pipe
                .filter(child -> child.info().command().orElse("").endsWith("sh"))
                .forEach(ProcessHandle::destroyForcibly);
        watcher.destroyForcibly();
        assertThat(abandoned.ended(PATIENCE)).isTrue();
        assertThat(ask(url, "select n from t")).isEqualTo("1"); // the server runs on, alone
        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(ask(postgres.url(), "select n from t")).isEqualTo("1");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(url, "select 1"));
        }
    }

    /** As after a kill between making the file and writing it, or on a full disk. */
    @Test
    void aPidFileThatNobodyCameToWriteIsNoMatter() throws Exception {
        EmbeddedPostgres.start(home).close();
        for (var torn : List.of("", "12x")) {
            Files.writeString(home.resolve("data/postmaster.pid"), torn);
            try (var postgres = EmbeddedPostgres.start(home)) {
                assertThat(ask(postgres.url(), "select 1")).isEqualTo("1");
            }
        }
    }

    /**
     * As after the restart of a container or a machine: the number is somebody else's, here ours.
     */
    @Test
    void aPidFileWithTheNumberOfAnotherProcessIsNoMatter() throws Exception {
        EmbeddedPostgres.start(home).close();
        var data = home.resolve("data");
        long ours = ProcessHandle.current().pid();
        Files.writeString(
                data.resolve("postmaster.pid"),
                "%d\n%s\n1700000000\n%d\n\n127.0.0.1\n 1 1\nready\n".formatted(ours, data, 5432));
        try (var postgres = EmbeddedPostgres.start(home)) {
            assertThat(ask(postgres.url(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aServerThatIsKilledComesBackOnTheSamePort() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home)) {
            execute(postgres.url(), "create table t as select 1 as n");
            var pid = Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            DatabaseChecks.check(postgres.url(), Duration.ofMinutes(1));
            assertThat(ask(postgres.url(), "select n from t")).isEqualTo("1");
        }
    }

    @Test
    void refusesWhatCouldLoseAcknowledgedMail() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home)) {
            var url = postgres.url();
            execute(url, "alter role bocau set synchronous_commit = off");
            assertThatExceptionOfType(StartupRefusal.class)
                    .isThrownBy(() -> DatabaseChecks.check(url, PATIENCE))
                    .withMessage(
                            "The database at %s runs with synchronous_commit = off"
                                    + " and could lose acknowledged mail; turn it on.",
                            url);
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws IOException {
        Files.writeString(
                Files.createDirectory(home.resolve("data")).resolve("PG_VERSION"), "17\n");
        assertThatExceptionOfType(StartupRefusal.class)
                .isThrownBy(() -> EmbeddedPostgres.start(home))
                .withMessageContaining("was made by PostgreSQL 17 and this release brings 18");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsWaitedForAndThenNamed() {
        var nobody = DatabaseUrl.parse("postgresql://127.0.0.1:1/mail", "u", "p");
        long began = System.nanoTime();
        assertThatExceptionOfType(StartupRefusal.class)
                .isThrownBy(() -> DatabaseChecks.check(nobody, Duration.ofSeconds(1)))
                .withMessageStartingWith("The database at 127.0.0.1:1/mail does not answer: ");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofSeconds(1));
    }
}
