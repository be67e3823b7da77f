package org.bocau.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory, one process. */
class DataDirectoryTest {
    @TempDir Path parent;

    @Test
    void makesItReadableByUsAlone() throws IOException {
        try (var data = DataDirectory.claim(parent.resolve("new/data"))) {
            var permissions = Files.getPosixFilePermissions(data.path());
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rwx------");
        }
    }

    @Test
    void isGivenBackWhenClosed() throws IOException {
        DataDirectory.claim(parent).close();
        Files.writeString(parent.resolve("something"), "of ours");
        DataDirectory.claim(parent).close();
    }

    @Test
    void refusesADirectoryInUse() throws IOException {
        try (var data = DataDirectory.claim(parent)) {
            assertThatExceptionOfType(StartupRefusal.class)
                    .isThrownBy(() -> DataDirectory.claim(data.path()))
                    .withMessage(
                            "The data directory %s is in use by another running Bồ Câu.", parent);
        }
    }

    @Test
    void refusesADirectoryThatHoldsSomethingElse() throws IOException {
        Files.writeString(parent.resolve("letter.txt"), "somebody's");
        assertThatExceptionOfType(StartupRefusal.class)
                .isThrownBy(() -> DataDirectory.claim(parent))
                .withMessageStartingWith(
                        "The data directory %s holds files that are not Bồ Câu's;", parent);
    }

    @Test
    void takesAFreshFileSystem() throws IOException {
        Files.createDirectory(parent.resolve("lost+found"));
        DataDirectory.claim(parent).close();
    }

    /** The nodes of a database share a key, so a new one is given it before its first start. */
    @Test
    void takesTheKeyOfAnotherNode() throws IOException {
        Files.createDirectory(parent.resolve("first"));
        Files.createDirectory(parent.resolve("second"));
        byte[] sealed = Vault.in(parent.resolve("first")).seal(new byte[] {1}, "test");
        Files.copy(parent.resolve("first/secret.key"), parent.resolve("second/secret.key"));
        try (var data = DataDirectory.claim(parent.resolve("second"))) {
            assertThat(Vault.in(data.path()).open(sealed, "test")).containsExactly(1);
        }
    }

    @Test
    void refusesAPlaceThatCannotBeADirectory() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatExceptionOfType(StartupRefusal.class)
                .isThrownBy(() -> DataDirectory.claim(file.resolve("data")))
                .withMessageStartingWith("The data directory %s/data cannot be used: ", file);
    }
}
