package org.bocau.mailbox;

import org.bocau.account.AccountId;
import org.bocau.account.AccountLifecycle;
import org.springframework.stereotype.Component;

/** Gives every new account its mailboxes and takes them away with it, in the same transaction. */
@Component
class AccountMailboxes implements AccountLifecycle {
    private final Mailboxes mailboxes;
    private final Removal removal;
    private final AccessLists lists;
    private final ChangeFeed feed;

    AccountMailboxes(Mailboxes mailboxes, Removal removal, AccessLists lists, ChangeFeed feed) {
        this.mailboxes = mailboxes;
        this.removal = removal;
        this.lists = lists;
        this.feed = feed;
    }

    @Override
    public void created(AccountId account) {
        mailboxes.createDefaults(account);
    }

    @Override
    public void deleted(AccountId account) {
        var gone = mailboxes.list(account); // some may be open in others' sessions
        lists.forget(account);
        removal.account(account);
        gone.forEach(mailbox -> feed.changed(mailbox.id()));
    }
}
