package org.bocau.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database keeps and cannot read. */
class VaultTest {
    private static final byte[] SECRET = "a private key".getBytes(UTF_8);

    @TempDir private Path directory;

    @Test
    void opensWhatItSealedAfterARestart() {
        byte[] sealed = Vault.in(directory).seal(SECRET, "dkim a");

        assertThat(Vault.in(directory).open(sealed, "dkim a")).isEqualTo(SECRET);
        assertThat(new String(sealed, UTF_8)).doesNotContain("private");
    }

    @Test
    void sealsTheSameDifferentlyEachTime() {
        var vault = Vault.in(directory);

        assertThat(vault.seal(SECRET, "a")).isNotEqualTo(vault.seal(SECRET, "a"));
    }

    @Test
    void opensNothingElse() throws IOException {
        var vault = Vault.in(directory);
        byte[] sealed = vault.seal(SECRET, "dkim a");
        byte[] changed = sealed.clone();
        changed[20] ^= 1;

        assertThatThrownBy(() -> vault.open(sealed, "dkim b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vault.open(changed, "dkim a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vault.open(new byte[5], "dkim a"))
                .isInstanceOf(IllegalArgumentException.class);
        var other = Vault.in(Files.createDirectory(directory.resolve("other")));
        assertThatThrownBy(() -> other.open(sealed, "dkim a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsItsKeyToItself() throws IOException {
        Vault.in(directory);

        var mode = Files.getPosixFilePermissions(directory.resolve(Vault.FILE));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void refusesADamagedKey() throws IOException {
        Files.write(directory.resolve(Vault.FILE), new byte[5]);

        assertThatThrownBy(() -> Vault.in(directory))
                .isInstanceOf(StartupRefusal.class)
                .hasMessageContaining("damaged");
    }
}
