package org.bocau.security;

import org.bocau.account.AccountId;

/**
 * The one way to log in, for the web and every protocol. Every attempt is counted, throttled and
 * recorded.
 */
public interface Logins {
    /**
     * Checks a password. May take up to the throttle's delay; holds no database connection
     * meanwhile.
     *
     * @param login the address in any case, at most 320 octets
     * @param password at most 1024 octets in UTF-8, longer ones are refused unhashed
     */
    LoginResult password(Login from, String login, String password);

    /**
     * Checks an internal token, given by {@link #token}: only for connections of this process's own
     * web layer.
     *
     * @param login the address the token must belong to
     */
    LoginResult token(Login from, String login, String token);

    /**
     * A token for the internal listeners: signed with a key of this process, good for a few
     * minutes.
     */
    String token(AccountId account);

    /**
     * True where a password may be sent: over TLS, or as {@code bocau.security.plaintext-auth}
     * allows.
     */
    boolean passwordAllowed(Login from);
}
