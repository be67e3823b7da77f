package org.bocau.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A PostgreSQL to use instead of the embedded one ({@code BOCAU_DB_URL}, {@code BOCAU_DB_USER},
 * {@code BOCAU_DB_PASSWORD}). {@code spring.datasource.*} is taken too.
 *
 * @param url {@code jdbc:postgresql://host/db} or {@code postgresql://user:password@host/db};
 *     absent: embedded
 * @param user role to log in as, unless the URL names it
 * @param password its password, unless the URL has it
 * @param patience how long a database that does not answer is waited for at start
 */
@ConfigurationProperties("bocau.db")
record DatabaseProperties(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("30s") Duration patience) {

    @Override
    public String toString() { // a record would print the password
        return "DatabaseProperties[given=" + (url != null) + "]";
    }
}
