package org.bocau.database;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A fresh, migrated database for one test run: a clone of a template that is migrated once for each
 * state of the migrations.
 *
 * <p>The server is the one {@code BOCAU_TEST_DB} names (a JDBC URL of a role that may create
 * databases), else a container where a Docker engine answers, else our own embedded PostgreSQL
 * under {@code target/test-postgres}, whose cluster stays for the next run.
 */
public final class TestDatabase {
    private static final String PREFIX = "bocau_run_";
    private static final Path CLUSTER = Path.of("target", ofThisFork("test-postgres"));

    private final DatabaseUrl url;
    private final Stop server;

    private TestDatabase(DatabaseUrl url, Stop server) {
        this.url = url;
        this.server = server;
    }

    /**
     * A name that no other JVM uses that runs tests at the same time, see surefire.forks in the
     * pom.
     */
    public static String ofThisFork(String name) {
        return name + System.getProperty("bocau.test.fork", "");
    }

    /** Starts or finds the server and makes the database. */
    public static TestDatabase create() throws Exception {
        var given = System.getenv("BOCAU_TEST_DB");
        if (given != null && !given.isBlank()) {
            return clone(new Server(DatabaseUrl.parse(given, null, null), null, () -> {}));
        }
        var container = ContainerPostgres.start();
        return clone(container != null ? container : embedded());
    }

    /** A server to make databases on; {@code owner} is the role they belong to, if another. */
    record Server(DatabaseUrl admin, @Nullable DatabaseUrl owner, Stop stop) {}

    /** Ends a server of ours. */
    interface Stop {
        void run() throws IOException;
    }

    private static Server embedded() {
        var directory = DataDirectory.claim(CLUSTER);
        var postgres = EmbeddedPostgres.start(directory.path().resolve("postgres"));
        var owner = postgres.url();
        var admin =
                new DatabaseUrl(
                        at(owner.jdbc(), "postgres"), PostgresCluster.SUPERUSER, owner.password());
        return new Server(
                admin,
                owner,
                () -> {
                    postgres.close();
                    directory.close();
                });
    }

    private static TestDatabase clone(Server server) throws Exception {
        var admin = server.admin();
        var owner = server.owner() == null ? admin : server.owner();
        var template = "bocau_template_" + fingerprint();
        var name = PREFIX + ProcessHandle.current().pid() + "_" + System.nanoTime();
        try (var connection = DatabaseChecks.connect(admin);
                var statement = connection.createStatement()) {
            dropOld(statement, template);
            if (!exists(statement, template)) {
                migrate(statement, owner, template);
            }
            statement.execute("create database " + name + " template " + template + ownedBy(owner));
        }
        return new TestDatabase(
                new DatabaseUrl(at(owner.jdbc(), name), owner.user(), owner.password()),
                server.stop());
    }

    private static String ownedBy(DatabaseUrl owner) {
        return owner.user() == null ? "" : " owner " + owner.user();
    }

    /** Runs of processes that are gone, and templates of other migrations. */
    private static void dropOld(Statement statement, String template) throws SQLException {
        for (var name : databases(statement)) {
            boolean run = name.startsWith(PREFIX) && !alive(name);
            boolean stale = name.startsWith("bocau_template_") && !name.equals(template);
            if (run || stale) {
                statement.execute("drop database if exists " + name + " with (force)");
            }
        }
    }

    private static boolean alive(String name) {
        var pid = name.substring(PREFIX.length()).replaceFirst("_.*", "");
        return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private static List<String> databases(Statement statement) throws SQLException {
        var names = new ArrayList<String>();
        try (var rows = statement.executeQuery("select datname from pg_database")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static boolean exists(Statement statement, String database) throws SQLException {
        return databases(statement).contains(database);
    }

    /** Made under another name: a template counts only once it is whole. */
    private static void migrate(Statement statement, DatabaseUrl owner, String template)
            throws SQLException {
        var fresh = template + "_new";
        statement.execute("drop database if exists " + fresh + " with (force)");
        statement.execute("create database " + fresh + ownedBy(owner));
        Flyway.configure()
                .dataSource(at(owner.jdbc(), fresh), owner.user(), owner.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        statement.execute("alter database " + fresh + " rename to " + template);
    }

    /** Names the state of all migrations. */
    private static String fingerprint() throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        var files =
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:db/migration/*.sql");
        Arrays.sort(files, Comparator.comparing(Resource::getFilename));
        for (var file : files) {
            digest.update(file.getContentAsByteArray());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    private static String at(String jdbc, String database) {
        return jdbc.replaceFirst("(//[^/]+/)[^?]*", "$1" + database);
    }

    public String jdbcUrl() {
        return url.jdbc();
    }

    public @Nullable String user() {
        return url.user();
    }

    public @Nullable String password() {
        return url.password();
    }

    /** Stops the server where it is ours; the clone is dropped by the next run. */
    public void stop() throws IOException {
        server.run();
    }
}
