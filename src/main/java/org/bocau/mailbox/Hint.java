package org.bocau.mailbox;

import org.bocau.account.AccountId;

/** What {@link ChangeFeed} says has changed, and no more: who hears it looks for himself. */
public sealed interface Hint {
    /** Whose it is. */
    AccountId account();

    /** Messages, flags, or the mailbox itself. */
    record OfMailbox(MailboxId mailbox) implements Hint {
        @Override
        public AccountId account() {
            return mailbox.account();
        }
    }

    /** Names or subscriptions. */
    record OfNames(AccountId account) implements Hint {}

    /** Annotations of the server or of mailboxes. */
    record OfAnnotations(AccountId account) implements Hint {}

    /** Stored messages were read anew; for nodes, sessions do not hear of it. */
    record Remade(AccountId account) implements Hint {}
}
