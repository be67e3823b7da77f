package org.bocau.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/** Makes spools, within a directory of mode 0700 that it empties of spools when it is made. */
public final class Spools {
    private static final FileAttribute<?> FILE_MODE = mode("rw-------");

    private final Path directory;
    private final int memoryOctets;
    private final long budget;
    private final AtomicLong inMemory = new AtomicLong();

    /**
     * @param directory for temporary files; created if missing, leftovers of an earlier process
     *     removed
     * @param memoryOctets how much of one message stays in memory before a file is used
     * @throws UncheckedIOException the directory cannot be made, or not be read
     */
    public Spools(Path directory, int memoryOctets) {
        this(directory, memoryOctets, Long.MAX_VALUE);
    }

    /**
     * The same with a bound for all spools together: beyond it each goes to its file at once, so
     * that a thousand senders cost disk and not the heap.
     *
     * @param budget octets
     */
    public Spools(Path directory, int memoryOctets, long budget) {
        this.directory = directory;
        this.memoryOctets = memoryOctets;
        this.budget = budget;
        try {
            Files.createDirectories(directory, mode("rwx------"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            removeLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the spool directory " + directory, e);
        }
    }

    /** An empty spool; the caller closes it. */
    public Spool create() {
        return new Spool(this, memoryOctets);
    }

    /**
     * The same for one of many.
     *
     * @param mostMemory octets it may keep in memory at most
     */
    public Spool create(long mostMemory) {
        return new Spool(this, Math.clamp(mostMemory, 0, memoryOctets));
    }

    /** Octets that all spools, and what is kept beside them, have in memory now. */
    public long inMemory() {
        return inMemory.get();
    }

    /**
     * True when so many octets of a spool more may be in memory; they are then {@link #release}d.
     * An eighth of the budget is left to what has no file to go to.
     */
    boolean reserve(int octets) {
        return reserve(octets, budget - budget / 8);
    }

    /** The same for what is kept beside a spool. */
    boolean reserveBeside(int octets) {
        return reserve(octets, budget);
    }

    private boolean reserve(int octets, long bound) {
        if (inMemory.addAndGet(octets) <= bound) {
            return true;
        }
        inMemory.addAndGet(-octets);
        return false;
    }

    void release(int octets) {
        inMemory.addAndGet(-octets);
    }

    /**
     * An empty file of the directory, for what is not read from its beginning to its end. The
     * caller deletes it; what is left behind goes with the spools of an earlier process.
     */
    public Path newFile() throws IOException {
        return Files.createTempFile(directory, "message-", ".spool", FILE_MODE);
    }

    /**
     * A directory beside the spools that is not emptied: for what goes on after a restart. Who uses
     * it removes what is in it.
     *
     * @throws UncheckedIOException it cannot be made
     */
    public Path keptDirectory(String name) {
        try {
            return Files.createDirectories(directory.resolve(name), mode("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory.resolve(name), e);
        }
    }

    /** Only files with our names: a directory set wrongly must not lose what is in it. */
    private void removeLeftovers() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "message-*.spool")) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
