package org.bocau.database;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL 18 in a container, where a Docker engine answers and has or gets the image. */
final class ContainerPostgres {
    private ContainerPostgres() {}

    /**
     * Null where there is no engine. Without a socket the engine is not even looked for: it takes
     * seconds.
     */
    static TestDatabase.@Nullable Server start() {
        if (System.getenv("DOCKER_HOST") == null
                && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return null;
        }
        try {
            var container =
                    new PostgreSQLContainer("postgres:18")
                            .withUsername("bocau")
                            .withDatabaseName("bocau")
                            .withCommand("postgres", "-c", "fsync=on"); // its default is off
            container.start();
            var url =
                    new DatabaseUrl(
                            container.getJdbcUrl(),
                            container.getUsername(),
                            container.getPassword());
            return new TestDatabase.Server(url, null, container::stop);
        } catch (RuntimeException e) {
            System.err.println(
                    "No PostgreSQL in a container, the embedded one instead: " + e.getMessage());
            return null;
        }
    }
}
