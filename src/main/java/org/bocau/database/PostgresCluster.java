package org.bocau.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The files of the embedded database: made once, checked at each start. */
final class PostgresCluster {
    /** The superuser of the cluster; the application is not it, see {@link EmbeddedPostgres}. */
    static final String SUPERUSER = "postgres";

    private static final int PASSWORD_OCTETS = 24;
    private static final long ORPHAN_PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final long ORPHAN_POLL = TimeUnit.MILLISECONDS.toNanos(50);

    private final PostgresBinaries binaries;
    private final Path home;
    private final Path data;
    private final String password;

    private PostgresCluster(PostgresBinaries binaries, Path home, String password) {
        this.binaries = binaries;
        this.home = home;
        this.data = home.resolve("data");
        this.password = password;
    }

    /**
     * Makes the cluster under {@code home} unless it is there. The caller holds the data
     * directory's lock.
     *
     * @throws StartupRefusal it was made by another major version
     */
    static PostgresCluster prepare(PostgresBinaries binaries, Path home) throws IOException {
        Path passwordFile = home.resolve("password");
        Path version = home.resolve("data").resolve("PG_VERSION");
        if (!Files.exists(version)) {
            initialise(binaries, home, passwordFile);
        }
        String made = Files.readString(version).strip();
        if (!made.equals(binaries.majorVersion())) {
            throw new StartupRefusal(
                    "The embedded database in %s was made by PostgreSQL %s and this release brings %s; export it with the release that made it."
                            .formatted(home, made, binaries.majorVersion()));
        }
        return new PostgresCluster(binaries, home, Files.readString(passwordFile));
    }

    Path data() {
        return data;
    }

    Path home() {
        return home;
    }

    String password() {
        return password;
    }

    String server() {
        return binaries.program("postgres");
    }

    /** A cluster counts only once it is whole: made aside, then moved. */
    private static void initialise(PostgresBinaries binaries, Path home, Path passwordFile)
            throws IOException {
        Path fresh = home.resolve("data.new");
        Trees.delete(fresh);
        writePassword(passwordFile);
        Commands.run(
                home,
                Commands.withoutRoot(
                        List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + fresh,
                                "--username=" + SUPERUSER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                // collation that no update of glibc or ICU can change under an
                                // index
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums")));
        Files.move(fresh, home.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writePassword(Path file) throws IOException {
        byte[] random = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /**
     * Stops a server left over from a process that was killed together with its watcher, and
     * removes a stale pid file: also one whose number is now somebody else's, as after a
     * container's restart, or a zombie's, or that nobody came to write. Holding the data
     * directory's lock makes this safe.
     */
    void stopOrphan() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long postmaster = number(pidFile);
        long deadline = System.nanoTime() + ORPHAN_PATIENCE;
        boolean told = false;
        for (var living = living(); !living.isEmpty(); living = living()) {
            if (!told && living.contains(postmaster)) {
                told = tellToStop(postmaster);
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new StartupRefusal(
                        "Processes %s still use the embedded database in %s."
                                .formatted(living, home));
            }
            LockSupport.parkNanos(ORPHAN_POLL);
        }
        Files.deleteIfExists(pidFile);
    }

    /** False: it ended by itself between the look at it and the word, or could not be told. */
    private boolean tellToStop(long postmaster) {
        try {
            Commands.run(home, List.of("/bin/kill", "-INT", Long.toString(postmaster)));
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whose file it is; 0 when nobody came to write it whole: killed, or the disk was full. */
    private static long number(Path pidFile) throws IOException {
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .orElse(0L);
        } catch (NumberFormatException torn) {
            return 0;
        }
    }

    /** Postmaster and backends all work in the data directory; zombies have no directory. */
    private List<Long> living() throws IOException {
        Path real = data.toRealPath();
        var found = new ArrayList<Long>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(process, real)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static boolean worksIn(Path process, Path directory) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(directory);
        } catch (IOException gone) { // ended meanwhile, or another user's
            return false;
        }
    }
}
