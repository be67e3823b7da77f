package org.bocau.imap;

/** NOOP: does nothing, but like every command it ends in telling what changed. RFC 3501 §6.1.2. */
record NoopCommand() implements ImapCommand.AnyState {
    @Override
    public Completion run(ImapSession session, ImapWriter out) {
        return Completion.ok("NOOP completed");
    }
}
