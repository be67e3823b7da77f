package org.bocau.mailbox;

import org.bocau.account.AccountId;
import org.bocau.account.AccountLifecycle;
import org.springframework.stereotype.Component;

/** Gives every new account its mailboxes and takes them away with it, in the same transaction. */
@Component
class AccountMailboxes implements AccountLifecycle {
    private final Mailboxes mailboxes;
    private final Removal removal;

    AccountMailboxes(Mailboxes mailboxes, Removal removal) {
        this.mailboxes = mailboxes;
        this.removal = removal;
    }

    @Override
    public void created(AccountId account) {
        mailboxes.createDefaults(account);
    }

    @Override
    public void deleted(AccountId account) {
        removal.account(account);
    }
}
