package org.bocau.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once from the archive that the build brings along. */
final class PostgresBinaries {
    /** Holds the size of the archive it came from, so that a new release is unpacked again. */
    private static final String COMPLETE = ".complete";

    private final Path bin;

    private PostgresBinaries(Path bin) {
        this.bin = bin;
    }

    /**
     * Unpacks beside {@code target} and moves into place, so a half-unpacked tree is never used.
     *
     * @throws StartupRefusal there are no programs for this machine
     */
    static PostgresBinaries unpack(Path target) throws IOException {
        URL archive = archive();
        String size = Long.toString(archive.openConnection().getContentLengthLong());
        Path complete = target.resolve(COMPLETE);
        if (!Files.exists(complete) || !Files.readString(complete).equals(size)) {
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Trees.delete(fresh);
            extract(archive, fresh);
            Files.writeString(fresh.resolve(COMPLETE), size);
            Trees.delete(target);
            Files.move(fresh, target);
        }
        return new PostgresBinaries(target.resolve("bin"));
    }

    String program(String name) {
        return bin.resolve(name).toString();
    }

    /** The major version, such as 18. */
    String majorVersion() throws IOException {
        String words = Commands.run(bin, List.of(program("postgres"), "--version"));
        return words.replaceFirst("(?s).*\\) (\\d+).*", "$1");
    }

    private static URL archive() {
        @Nullable String name =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
                    case "aarch64" -> "postgres-linux-arm_64.txz";
                    default -> null;
                };
        URL archive =
                name == null || !System.getProperty("os.name").equals("Linux")
                        ? null
                        : PostgresBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new StartupRefusal(
                    "There is no embedded PostgreSQL for %s on %s; set BOCAU_DB_URL to a PostgreSQL of your own."
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return archive;
    }

    private static void extract(URL archive, Path target) throws IOException {
        try (var in = new BufferedInputStream(archive.openStream());
                var tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path out = target.resolve(entry.getName()).normalize();
                if (!out.startsWith(target)) {
                    throw new IOException("archive entry outside its tree: " + entry.getName());
                }
                place(tar, entry, out);
            }
        }
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path out)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(out);
            return;
        }
        Files.createDirectories(out.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(out, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, out);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
