package org.bocau.message;

import java.nio.file.Path;

/** Makes spools, within a directory of mode 0700 that it empties when it is made. */
public final class Spools {
    private final Path directory;
    private final int memoryOctets;

    /**
     * @param directory for temporary files; created if missing, leftovers of an earlier process
     *     removed
     * @param memoryOctets how much of one message stays in memory before a file is used
     */
    public Spools(Path directory, int memoryOctets) {
        this.directory = directory;
        this.memoryOctets = memoryOctets;
    }

    /** An empty spool; the caller closes it. */
    public Spool create() {
        throw new UnsupportedOperationException(directory + " " + memoryOctets);
    }
}
