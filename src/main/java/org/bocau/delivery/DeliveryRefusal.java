package org.bocau.delivery;

/** Nothing was stored, for a reason the sender can be told. Not a bug: no stack trace. */
public final class DeliveryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; the session maps it to its reply. */
    public enum Reason {
        /** {@code 452 4.2.2}: it does not fit into the mailbox of one of the recipients. */
        OVER_QUOTA,
        /** {@code 450 4.2.1}: a mailbox went away between RCPT and the end of the data. */
        MAILBOX_GONE,
        /** {@code 554 5.4.6}: the message has been here, or has travelled too far. */
        LOOP,
        /** {@code 553 5.7.1}: the header names an author the account may not be. */
        NOT_YOUR_ADDRESS,
        /** {@code 550 5.7.1}: a list, or another address of ours, does not take this message. */
        NOT_TAKEN,
        /** {@code 450 4.7.1}: the account has written to as many as it may for now. */
        SENDING_LIMIT,
        /** {@code 550 5.6.0}: the header cannot be read as one. */
        MALFORMED
    }

    private final Reason reason;

    public DeliveryRefusal(Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
