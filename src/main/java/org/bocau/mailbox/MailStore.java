package org.bocau.mailbox;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Messages in mailboxes. Each method is one transaction (or joins the caller's) and has committed
 * when it returns; whoever watches the mailbox is told after that. A mailbox that was deleted
 * meanwhile: {@link StoreRefusal} NO_SUCH_MAILBOX.
 */
public interface MailStore {
    /**
     * Stores messages, all or none, in the order given.
     *
     * @param quotaOctets limit of the account that owns the mailboxes; 0 for none
     * @throws StoreRefusal OVER_QUOTA, nothing stored
     */
    List<Appended> append(List<Incoming> messages, long quotaOctets) throws IOException;

    /**
     * The mailbox whole. {@code claimRecent}: later sessions will not see these messages as \Recent
     * (SELECT, not EXAMINE).
     */
    Snapshot open(MailboxId mailbox, boolean claimRecent);

    /** What changed after {@code modseq}. */
    Changes since(MailboxId mailbox, long modseq);

    /**
     * Claims \Recent for messages that came while selected: UIDs from the returned one on were
     * nobody's yet.
     */
    long claimRecent(MailboxId mailbox);

    /**
     * Changes flags.
     *
     * @param unchangedSince messages with a higher mod-sequence are left alone; Long.MAX_VALUE for
     *     no condition
     * @return the new state of the messages that exist and were not left alone, and the UIDs left
     *     alone
     */
    Edited editFlags(MailboxId mailbox, UidSet uids, FlagEdit edit, long unchangedSince);

    record Edited(List<Changes.MessageState> stored, UidSet leftAlone) {}

    /**
     * Removes those of {@code uids} that have \Deleted; null for all that have it. Returns what was
     * removed.
     */
    UidSet expunge(MailboxId mailbox, @org.jspecify.annotations.Nullable UidSet uids);

    /** Removes messages whatever their flags: POP3's QUIT. Returns what was removed. */
    UidSet remove(MailboxId mailbox, UidSet uids);

    /**
     * Copies, keeping flags, INTERNALDATE and email id. All or none.
     *
     * @throws StoreRefusal OVER_QUOTA
     */
    Copied copy(MailboxId from, UidSet uids, MailboxId to, long quotaOctets);

    /** Copies and removes in one transaction. RFC 6851. */
    Copied move(MailboxId from, UidSet uids, MailboxId to);

    /**
     * Reads messages by UID ascending, a bounded batch at a time; no connection is held while
     * {@code each} runs.
     */
    void fetch(MailboxId mailbox, UidSet uids, Set<StoredMessage.Column> columns, Visitor each)
            throws IOException;

    /** Takes one message after the other. */
    @FunctionalInterface
    interface Visitor {
        void message(StoredMessage message) throws IOException;
    }

    /**
     * UIDs of the messages that match, ascending; {@code known} limits it to messages the client
     * has been told of.
     */
    long[] search(MailboxId mailbox, SearchKey key, LongPredicate known);

    /** Octets and messages that an account holds. */
    Usage usage(org.bocau.account.AccountId account);

    record Usage(long octets, long messages) {}

    /** Removes all that an account has here; part of deleting it. */
    void removeAccount(org.bocau.account.AccountId account);
}
