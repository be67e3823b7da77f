package org.bocau.account;

/**
 * What a password is checked against; for the security module only.
 *
 * @param passwordHash scheme in braces first, then perhaps what SCRAM needs
 * @param appPasswordsOnly mail programs may not use this password
 */
public record Credential(Account account, String passwordHash, boolean appPasswordsOnly) {
    /** Without the hash, so that it reaches no log. */
    @Override
    public String toString() {
        return "Credential[" + account.address() + "]";
    }
}
