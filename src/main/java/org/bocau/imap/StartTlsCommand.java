package org.bocau.imap;

/**
 * STARTTLS: the handshake follows the tagged answer; octets that came before it close the
 * connection. RFC 3501 §6.2.1.
 */
record StartTlsCommand() implements ImapCommand.NotAuthenticated {
    @Override
    public Completion run(ImapSession session, ImapWriter out) {
        if (!Capability.startTls(session)) {
            throw ImapRefusal.bad("STARTTLS is not offered here");
        }
        return Completion.okThen(Completion.Next.START_TLS, "Begin TLS negotiation now");
    }
}
