package org.bocau.delivery;

/** Nothing was stored, for a reason the sender can be told. Not a bug: no stack trace. */
public final class DeliveryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, and the reply that says so: RFC 5321 §4.2, RFC 3463. */
    public enum Reason {
        /** It does not fit into the mailbox of one of the recipients. */
        OVER_QUOTA(452, "4.2.2"),
        /** A mailbox went away between RCPT and the end of the data. */
        MAILBOX_GONE(450, "4.2.1"),
        /** The message has been here, or has travelled too far. */
        LOOP(554, "5.4.6"),
        /** The header names an author the account may not be. */
        NOT_YOUR_ADDRESS(553, "5.7.1"),
        /** A list, or another address of ours, does not take this message. */
        NOT_TAKEN(550, "5.7.1"),
        /** The author's domain vouches in no way and wants it refused (DMARC). RFC 7372 §3.3. */
        SENDER_POLICY(550, "5.7.26"),
        /** It would be, but DNS did not answer: the next attempt may show who vouches. */
        SENDER_UNDECIDED(451, "4.4.3"),
        /** Readers could see another author than we do. */
        AUTHOR_UNCLEAR(550, "5.7.1"),
        /** Nobody is on the list, or mail to all of them came back. */
        NO_MEMBERS(550, "5.2.4"),
        /** The script of whoever it is for refuses it. RFC 5429 §2.1. */
        RECIPIENT_REFUSES(550, "5.7.1"),
        /** The account has written to as many as it may for now. */
        SENDING_LIMIT(450, "4.7.1"),
        /** The header cannot be read as one. */
        MALFORMED(550, "5.6.0");

        private final int code;
        private final String status;

        Reason(int code, String status) {
            this.code = code;
            this.status = status;
        }

        public int code() {
            return code;
        }

        /** The enhanced status code. */
        public String status() {
            return status;
        }
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
