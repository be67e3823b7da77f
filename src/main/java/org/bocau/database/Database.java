package org.bocau.database;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that everything is kept in: a given one, or the embedded one that runs as long as
 * this object is open. It has been found durable before anybody can ask for its address.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final DatabaseUrl url;
    private final @Nullable EmbeddedPostgres embedded;

    private Database(DatabaseUrl url, @Nullable EmbeddedPostgres embedded) {
        this.url = url;
        this.embedded = embedded;
    }

    /**
     * Uses the given database, or starts the embedded one under {@code home}.
     *
     * @throws StartupRefusal it cannot be reached or started, or could lose what it acknowledged
     */
    static Database open(@Nullable DatabaseUrl given, Path home, DatabaseProperties properties) {
        if (given != null) {
            DatabaseChecks.check(given, properties.patience());
            log.info("database: {}", given);
            return new Database(given, null);
        }
        var embedded = EmbeddedPostgres.start(home);
        var database = new Database(embedded.url(), embedded);
        try {
            DatabaseChecks.check(embedded.url(), properties.patience());
        } catch (StartupRefusal refusal) {
            database.close();
            throw refusal;
        }
        log.info("database: embedded PostgreSQL in {}", home);
        return database;
    }

    DatabaseLocation location() {
        return new DatabaseLocation(embedded != null, url.toString());
    }

    DatabaseUrl url() {
        return url;
    }

    /** Stops the embedded server; a given one is left alone. */
    @Override
    public void close() {
        if (embedded != null) {
            try {
                embedded.close();
            } catch (IOException e) {
                log.warn("embedded PostgreSQL: {}", e.toString());
            }
        }
    }
}
