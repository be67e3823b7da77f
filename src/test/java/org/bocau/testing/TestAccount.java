package org.bocau.testing;

import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;

/** An account made for a test. */
public record TestAccount(AccountId id, EmailAddress address, String password) {
    /** The address, which is also the login name. */
    public String login() {
        return address.toString();
    }
}
