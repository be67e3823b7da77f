package org.bocau.mailbox;

/**
 * A mailbox as one account may use it.
 *
 * @param mailbox under the name that account knows it by; of another's mailbox no special use is
 *     told, or clients would take it for their own Sent or Trash (RFC 6154)
 * @param rights all of them for the owner
 * @param own false when it is another account's
 */
public record Access(Mailbox mailbox, Rights rights, boolean own) {
    static Access owner(Mailbox mailbox) {
        return new Access(mailbox, Rights.ALL, true);
    }

    public MailboxId id() {
        return mailbox.id();
    }

    public boolean may(Right right) {
        return rights.has(right);
    }

    /**
     * @throws StoreRefusal NO_PERMISSION; NO_SUCH_MAILBOX where not even its existence may be known
     *     (RFC 4314 §6)
     */
    public Access require(Right right) {
        return requireAny(Rights.of(right));
    }

    /**
     * One of these rights suffices.
     *
     * @throws StoreRefusal as {@link #require}
     */
    public Access requireAny(Rights sufficient) {
        if (rights.hasAny(sufficient)) {
            return this;
        }
        throw may(Right.LOOKUP) ? StoreRefusal.noPermission() : StoreRefusal.noSuchMailbox();
    }
}
