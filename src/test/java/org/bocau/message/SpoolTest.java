package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 5000, 100_000})
    void givesBackWhatWasWritten(int size) throws Exception {
        var octets = new byte[size];
        new Random(size).nextBytes(octets);
        var spools = new Spools(temp.resolve("spool"), 1000);
        try (var spool = write(spools, octets, new Random(4711))) {
            assertThat(spool.size()).isEqualTo(size);
            assertThat(spool.sha256())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(octets));
            assertThat(spool.open().readAllBytes()).isEqualTo(octets);
            assertThat(files()).isEqualTo(size > 1000 ? 1 : 0);
            if (size > 10) {
                try (var range = spool.open(3, size - 2L)) {
                    assertThat(range.skip(2)).isEqualTo(2);
                    assertThat(range.available()).isEqualTo(size - 7);
                    assertThat(range.read()).isEqualTo(octets[5] & 0xff);
                    assertThat(range.readAllBytes()).hasSize(size - 8);
                    assertThat(range.read()).isEqualTo(-1);
                }
            }
        }
        assertThat(files()).isZero();
    }

    @Test
    void filesAreOursAlone() throws Exception {
        var spools = new Spools(temp.resolve("spool"), 0);
        try (var spool = write(spools, new byte[10], new Random(1))) {
            assertThat(spool.size()).isEqualTo(10);
            assertThat(mode(temp.resolve("spool"))).isEqualTo("rwx------");
            try (var files = Files.list(temp.resolve("spool"))) {
                assertThat(files.map(SpoolTest::mode)).containsExactly("rw-------");
            }
        }
    }

    @Test
    void leftoversGoAtStartButNothingElse() throws Exception {
        var directory = Files.createDirectory(temp.resolve("spool"));
        Files.writeString(directory.resolve("message-17.spool"), "left");
        Files.writeString(directory.resolve("precious"), "kept");
        var spools = new Spools(directory, 10);
        assertThat(spools.create().size()).isZero();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("precious"));
        }
    }

    @Test
    void isReadOnlyWhenComplete() throws Exception {
        var spools = new Spools(temp.resolve("spool"), 10);
        var spool = spools.create();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(spool::open);
        spool.out().write(new byte[20]);
        spool.out().close();
        spool.out().close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> spool.out().write(1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> spool.open(0, 21));
        var stream = spool.open();
        spool.close();
        spool.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(stream::read);
        assertThatExceptionOfType(IOException.class).isThrownBy(spool::open);
        assertThat(files()).isZero();
    }

    @Test
    void closingAHalfWrittenSpoolRemovesItsFile() throws Exception {
        var spool = new Spools(temp.resolve("spool"), 10).create();
        spool.out().write(new byte[20]);
        assertThat(files()).isEqualTo(1);
        spool.close();
        assertThat(files()).isZero();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> spool.out().write(1));
    }

    /** Beyond seven eighths of what all may have together a spool goes to its file at once. */
    @Test
    void manySpoolsShareTheHeap() throws Exception {
        var spools = new Spools(temp.resolve("spool"), 10_000, 9500);
        var first = spools.create();
        var second = spools.create();
        var third = spools.create();
        for (var spool : List.of(first, second, third)) {
            spool.out().write(new byte[100]);
        }
        assertThat(spools.inMemory()).isEqualTo(8192);
        assertThat(files()).isEqualTo(1);
        first.close();
        first.close();
        try (var fourth = spools.create()) {
            fourth.out().write(new byte[100]);
            assertThat(files()).isEqualTo(1);
        }
        second.close();
        third.close();
        assertThat(spools.inMemory()).isZero();
        assertThat(files()).isZero();
    }

    static Spool write(Spools spools, byte[] octets, Random random) throws IOException {
        var spool = spools.create();
        try (var out = spool.out()) {
            for (int at = 0; at < octets.length; ) {
                int n = Math.min(octets.length - at, 1 + random.nextInt(700));
                if (n == 1) {
                    out.write(octets[at]);
                } else {
                    out.write(octets, at, n);
                }
                at += n;
            }
        }
        return spool;
    }

    private long files() throws IOException {
        try (var files = Files.list(temp.resolve("spool"))) {
            return files.count();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
