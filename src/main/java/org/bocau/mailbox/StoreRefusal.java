package org.bocau.mailbox;

/** The store says no, for a reason the client can be told. Not a bug: no stack trace. */
public final class StoreRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; protocols map it to their reply. */
    public enum Reason {
        /** {@code NO [NONEXISTENT]} / {@code NO [TRYCREATE]} as the command has it. */
        NO_SUCH_MAILBOX,
        /** {@code NO [ALREADYEXISTS]}. */
        MAILBOX_EXISTS,
        /** {@code NO [CANNOT]}: a name that cannot be, INBOX deleted, a special mailbox gone. */
        CANNOT,
        /** {@code NO}: the name has inferiors and cannot be selected already. */
        HAS_INFERIORS,
        /** {@code NO [LIMIT]}: mailboxes, depth, keywords. */
        LIMIT,
        /** {@code NO [OVERQUOTA]}, {@code 452 4.2.2}. */
        OVER_QUOTA,
        /** {@code NO [NOPERM]}: the mailbox is known to be there, and that is all. RFC 4314. */
        NO_PERMISSION
    }

    private final Reason reason;

    public StoreRefusal(Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    static StoreRefusal noSuchMailbox() {
        return new StoreRefusal(Reason.NO_SUCH_MAILBOX, "no such mailbox");
    }

    static StoreRefusal overQuota() {
        return new StoreRefusal(Reason.OVER_QUOTA, "the account's quota is used up");
    }

    static StoreRefusal noPermission() {
        return new StoreRefusal(Reason.NO_PERMISSION, "no right to do that here");
    }

    public Reason reason() {
        return reason;
    }
}
