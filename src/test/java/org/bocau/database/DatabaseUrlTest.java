package org.bocau.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every usual way to write where a PostgreSQL is. */
class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db:5432/mail|jdbc:postgresql://db:5432/mail|u|p|db:5432/mail",
                "postgresql://an:s3@db/mail|jdbc:postgresql://db/mail|an|s3|db/mail",
                "postgres://an:s3@db/mail|jdbc:postgresql://db/mail|an|s3|db/mail",
                "jdbc:postgresql://an@db/mail?sslmode=require|jdbc:postgresql://db/mail?sslmode=require|an|p|db/mail",
                "postgresql://an:a%40b%2Fc+d@db/mail|jdbc:postgresql://db/mail|an|a@b/c+d|db/mail",
                "postgresql://an:a:b@[::1]:5432/mail|jdbc:postgresql://[::1]:5432/mail|an|a:b|[::1]:5432/mail",
                "jdbc:postgresql:mail|jdbc:postgresql:mail|u|p|mail",
                "jdbc:postgresql://db/m?password=s3@x|jdbc:postgresql://db/m?password=s3@x|u|p|db/m",
            })
    void takesUrlsApart(
            String url,
            String jdbc,
            @Nullable String user,
            @Nullable String password,
            String shown) {
        var parsed = DatabaseUrl.parse(url, "u", "p");
        assertThat(parsed.jdbc()).isEqualTo(jdbc);
        assertThat(parsed.user()).isEqualTo(user);
        assertThat(parsed.password()).isEqualTo(password);
        assertThat(parsed).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db/mail", "jdbc:h2:mem:x", "db:5432", ""})
    void refusesOtherDatabases(String url) {
        assertThatExceptionOfType(StartupRefusal.class)
                .isThrownBy(() -> DatabaseUrl.parse(url, null, null))
                .withMessage(
                        "The database URL must begin with postgresql:// or jdbc:postgresql://.");
    }
}
