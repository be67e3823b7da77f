package org.bocau.relay;

/** A host will not take mail from us, or cannot be given any; no stack trace. */
final class HostRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final boolean secured;

    HostRefusal(Reply reply, boolean secured) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
        this.secured = secured;
    }

    Reply reply() {
        return reply;
    }

    /** It said so over TLS. */
    boolean secured() {
        return secured;
    }
}
