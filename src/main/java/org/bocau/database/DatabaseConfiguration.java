package org.bocau.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives Spring Boot its connection details. The pool depends on them and they on the server, so the
 * pool is closed first.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    DataDirectory dataDirectory(DataDirectoryProperties properties) {
        return DataDirectory.claim(properties.dataDir());
    }

    @Bean
    Vault vault(DataDirectory directory) {
        return Vault.in(directory.path());
    }

    @Bean
    Database database(
            DataDirectory directory, DatabaseProperties ours, DataSourceProperties springs) {
        return Database.open(given(ours, springs), directory.path().resolve("postgres"), ours);
    }

    /** {@code BOCAU_DB_URL} wins over {@code spring.datasource.url}; neither: embedded. */
    private static @Nullable DatabaseUrl given(
            DatabaseProperties ours, DataSourceProperties springs) {
        if (ours.url() != null && !ours.url().isBlank()) {
            return DatabaseUrl.parse(ours.url(), ours.user(), ours.password());
        }
        if (springs.getUrl() != null && !springs.getUrl().isBlank()) {
            return DatabaseUrl.parse(
                    springs.getUrl(), springs.getUsername(), springs.getPassword());
        }
        return null;
    }

    @Bean
    DatabaseLocation databaseLocation(Database database) {
        return database.location();
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(Database database) {
        return new PoolDetails(database.url());
    }

    /** Flyway connects beside the pool: a migration may take longer than a statement may. */
    @Bean
    FlywayConnectionDetails flywayConnectionDetails(Database database) {
        return new MigrationDetails(database.url());
    }

    private record PoolDetails(DatabaseUrl url) implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return url.jdbc();
        }

        @Override
        public @Nullable String getUsername() {
            return url.user();
        }

        @Override
        public @Nullable String getPassword() {
            return url.password();
        }
    }

    private record MigrationDetails(DatabaseUrl url) implements FlywayConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return url.jdbc();
        }

        @Override
        public @Nullable String getUsername() {
            return url.user();
        }

        @Override
        public @Nullable String getPassword() {
            return url.password();
        }
    }
}
