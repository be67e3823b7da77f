package org.bocau.transfer;

import org.jspecify.annotations.Nullable;

/** An import cannot go on, or is not to. */
final class ImportEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient MailImport.State state;
    private final transient @Nullable ImportNote note;

    /**
     * @param note why; null where its owner stopped it
     */
    ImportEnded(MailImport.State state, @Nullable ImportNote note) {
        super(state.name(), null, false, false);
        this.state = state;
        this.note = note;
    }

    MailImport.State state() {
        return state;
    }

    @Nullable ImportNote note() {
        return note;
    }
}
