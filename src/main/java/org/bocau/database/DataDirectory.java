package org.bocau.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that the server writes to (embedded database, certificates, spool): mode 0700,
 * and one process's for as long as that process lives, however it ends.
 *
 * <p>The lock file is also the mark that the directory is ours: a directory that holds something
 * else is refused, so a mistyped path never mixes our files with somebody's own.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String MARK = "bocau.lock";

    /** What a fresh file system holds by itself, and what another node's directory gave. */
    private static final Set<String> WELCOME = Set.of("lost+found", Vault.FILE);

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory if it is missing, and locks it.
     *
     * @throws StartupRefusal it is in use, not ours, or cannot be written
     */
    public static DataDirectory claim(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            refuseForeign(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new StartupRefusal(
                    "The data directory " + path + " cannot be used: " + reason(e) + ".", e);
        }
    }

    private static void refuseForeign(Path path) throws IOException {
        if (Files.exists(path.resolve(MARK))) {
            return;
        }
        try (var entries = Files.list(path)) {
            if (entries.anyMatch(entry -> !WELCOME.contains(entry.getFileName().toString()))) {
                throw new StartupRefusal(
                        "The data directory "
                                + path
                                + " holds files that are not Bồ Câu's;"
                                + " set bocau.data-dir to an empty or new directory.");
            }
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new StartupRefusal(
                    "The data directory " + path + " is in use by another running Bồ Câu.");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // by this very process
            return null;
        }
    }

    /** The bare reason: the JDK repeats the path, or gives the path alone as the message. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure) {
            return failure.getReason() != null
                    ? failure.getReason()
                    : failure.getClass().getSimpleName().replace("Exception", "");
        }
        return String.valueOf(e.getMessage());
    }

    public Path path() {
        return path;
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
