package org.bocau.transfer;

/** How far an import is. Owned by the thread that does it. */
final class ImportCount {
    private long done;
    private int imported;
    private int repeated;
    private int refused;

    void reach(long octets) {
        done = Math.max(done, octets);
    }

    void addImported() {
        imported++;
    }

    void addRepeated() {
        repeated++;
    }

    void addRefused() {
        refused++;
    }

    long done() {
        return done;
    }

    int imported() {
        return imported;
    }

    int repeated() {
        return repeated;
    }

    int refused() {
        return refused;
    }
}
