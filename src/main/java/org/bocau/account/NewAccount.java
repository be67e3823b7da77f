package org.bocau.account;

import org.bocau.message.EmailAddress;

/**
 * What a new account starts with.
 *
 * @param address in a domain of ours; kept in its canonical form
 * @param name display name, may be empty, at most 200 characters
 * @param passwordHash scheme in braces first, {@code {argon2}$argon2id$…}
 * @param quotaOctets 0 for no limit
 */
public record NewAccount(
        EmailAddress address,
        String name,
        String passwordHash,
        boolean administrator,
        long quotaOctets) {
    /** Without the hash, so that it reaches no log. */
    @Override
    public String toString() {
        return "NewAccount[" + address + "]";
    }
}
