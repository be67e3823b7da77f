package org.bocau.mailbox;

import org.bocau.account.AccountId;

/**
 * Tells who listens that something happened: a hint without payload, after the commit. Who wakes
 * asks {@link MailStore#since}. Also carries SEND's short texts to open sessions.
 */
public interface ChangeFeed {
    /**
     * Listens to one account. The subscriber is called on the publisher's thread and must not
     * block.
     */
    Subscription subscribe(AccountId account, Subscriber subscriber);

    /** Ends with {@link #close}; idempotent. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** What a session does with a hint: sets a flag, posts to its inbox. */
    interface Subscriber {
        /** Something changed in this mailbox: messages, flags, or the mailbox itself. */
        void changed(MailboxId mailbox);

        /** A text that must be shown to the user now. RFC 821 §3.4, RFC 3501 §7.1 ALERT. */
        void alert(String text);
    }

    /**
     * Tells all who listen, once the surrounding transaction has committed (at once when there is
     * none).
     */
    void changed(MailboxId mailbox);

    /** Gives the text to the account's open sessions at once. Returns how many there were. */
    int alert(AccountId account, String text);
}
