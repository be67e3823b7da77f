package org.bocau.transfer;

/** How far an import is. Owned by the thread that does it. */
final class ImportCount {
    private long done;
    private long passed;
    private int imported;
    private int repeated;
    private int refused;

    /** From the beginning. */
    ImportCount() {}

    /**
     * From where one stood.
     *
     * @param passed what is behind it, see {@link #pass}
     */
    ImportCount(MailImport stood, long passed) {
        this.done = stood.done();
        this.passed = passed;
        this.imported = stood.imported();
        this.repeated = stood.repeated();
        this.refused = stood.refused();
    }

    void reach(long octets) {
        done = Math.max(done, octets);
    }

    /** One more message, or thing that is none, needs not be looked at again. */
    void pass() {
        passed++;
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

    long passed() {
        return passed;
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
