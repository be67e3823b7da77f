package org.bocau.account;

/**
 * What a password is checked against; for the security module only.
 *
 * @param passwordHash scheme in braces first
 */
public record Credential(Account account, String passwordHash) {
    /** Without the hash, so that it reaches no log. */
    @Override
    public String toString() {
        return "Credential[" + account.address() + "]";
    }
}
