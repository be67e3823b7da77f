package org.bocau.triage;

/**
 * Something that was done to messages, or is under way.
 *
 * @param id hard to guess, and only good for its account
 * @param verb what was asked, as the webmail names it
 * @param target what the notice names, or empty
 * @param total messages
 * @param progress how many of them are done; while it is taken back, how many are left
 */
public record Job(String id, String verb, String target, State state, int total, int progress) {
    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        /** Stopped by its owner; what was done until then stays, and can be taken back. */
        CANCELLED,
        /** The mail server refused; likewise. */
        FAILED,
        /** Being taken back. */
        UNDOING
    }

    public boolean open() {
        return state == State.RUNNING || state == State.UNDOING;
    }

    public boolean undoable() {
        return !open() && progress > 0;
    }

    /** Of 100. */
    public int percent() {
        if (total == 0) return 100;
        int done = state == State.UNDOING ? total - progress : progress;
        return (int) (100L * done / total);
    }
}
