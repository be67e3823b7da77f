package org.bocau.transfer;

import java.time.Instant;
import java.util.Locale;

/**
 * An import, under way or over.
 *
 * @param id hard to guess, and only good for its account
 * @param name of the file, or of the first of several
 * @param files how many
 * @param total octets to be read
 * @param done of them
 * @param imported messages that the server has
 * @param repeated messages that were there already
 * @param refused what could not be imported; the first {@value Imports#MOST_NOTES} have a note
 */
record MailImport(
        String id,
        String name,
        int files,
        State state,
        long total,
        long done,
        int imported,
        int repeated,
        int refused,
        Instant startedAt) {
    /** How far it is. */
    enum State {
        RUNNING,
        DONE,
        /** Stopped by its owner; what was imported until then stays. */
        CANCELLED,
        /** It could not go on; its last note says why. */
        FAILED,
        /** The server was stopped, or lost its mail store; what was imported until then stays. */
        INTERRUPTED
    }

    public boolean open() {
        return state == State.RUNNING;
    }

    /** Of 100; all of it only when it is over. */
    public int percent() {
        if (state == State.DONE) return 100;
        return total == 0 ? 0 : (int) Math.min(99, 100 * done / total);
    }

    /** Of its words. */
    public String key() {
        return "transfer.import." + state.name().toLowerCase(Locale.ROOT);
    }

    public boolean several() {
        return files > 1;
    }
}
