package org.bocau.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * What is asked of a database before the first connection of the pool: that it answers, is new
 * enough, keeps what it has acknowledged, and has the extensions of our migrations or lets us
 * create them.
 */
final class DatabaseChecks {
    /** The oldest major version with MERGE and what else our statements use. */
    private static final int OLDEST = 15;

    /** Extensions that are not there and that this user cannot create. */
    private static final String OUT_OF_REACH =
            """
            select string_agg(name, ', ' order by name) from unnest(array['btree_gin', 'pg_trgm']) needed (name)
             where not exists (select from pg_extension where extname = name)
               and not exists (select from pg_available_extension_versions v
                                where v.name = needed.name
                                  and ((v.trusted and has_database_privilege(current_database(), 'CREATE'))
                                    or (select rolsuper from pg_roles where rolname = current_user)))
            """;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private DatabaseChecks() {}

    /**
     * Connects, again and again until {@code patience} has passed.
     *
     * @throws StartupRefusal it does not answer, refuses the login, is older than 15, runs with
     *     fsync or synchronous_commit off, or lacks an extension that we may not create
     */
    static void check(DatabaseUrl url, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Connection connection = connect(url)) {
                requireVersion(url, connection.getMetaData().getDatabaseMajorVersion());
                requireDurable(url, connection);
                requireExtensions(url, connection);
                return;
            } catch (SQLException e) {
                if (!mayPass(e) || System.nanoTime() - deadline >= 0) {
                    throw new StartupRefusal(sentence(url, e), e);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    static Connection connect(DatabaseUrl url) throws SQLException {
        var properties = new Properties();
        if (url.user() != null) {
            properties.setProperty("user", url.user());
        }
        if (url.password() != null) {
            properties.setProperty("password", url.password());
        }
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(url.jdbc(), properties);
    }

    private static void requireVersion(DatabaseUrl url, int major) {
        if (major < OLDEST) {
            throw new StartupRefusal(
                    "The database at %s is PostgreSQL %d; Bồ Câu needs %d or newer."
                            .formatted(url, major, OLDEST));
        }
    }

    /** An acknowledged message must outlive a power cut: {@code 250} is said after COMMIT. */
    private static void requireDurable(DatabaseUrl url, Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select current_setting('fsync'),"
                                        + " current_setting('synchronous_commit')")) {
            row.next();
            refuseOff(url, "fsync", row.getString(1));
            refuseOff(url, "synchronous_commit", row.getString(2));
        }
    }

    private static void requireExtensions(DatabaseUrl url, Connection connection)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(OUT_OF_REACH)) {
            row.next();
            var missing = row.getString(1);
            if (missing != null) {
                throw new StartupRefusal(
                        "The database at %s lacks extensions that %s may not create: %s; its administrator can (CREATE EXTENSION)."
                                .formatted(url, connection.getMetaData().getUserName(), missing));
            }
        }
    }

    private static void refuseOff(DatabaseUrl url, String setting, String value) {
        if (value.equals("off")) {
            throw new StartupRefusal(
                    "The database at %s runs with %s = off and could lose acknowledged mail; turn it on."
                            .formatted(url, setting));
        }
    }

    /** Class 08: no connection; 57P03: starting up; 53300: too many connections. */
    private static boolean mayPass(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.equals("57P03") || state.equals("53300");
    }

    private static String sentence(DatabaseUrl url, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "The database at %s refuses the login of %s.".formatted(url, url.user());
        }
        if (state.equals("3D000")) {
            return "The database at %s does not exist.".formatted(url);
        }
        return "The database at %s does not answer: %s"
                .formatted(url, oneLine(String.valueOf(e.getMessage())));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
