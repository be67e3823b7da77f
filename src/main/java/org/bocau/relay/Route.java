package org.bocau.relay;

import org.jspecify.annotations.Nullable;

/** How the mail of a domain leaves. */
public sealed interface Route {
    /**
     * To the hosts that the DNS names. RFC 5321 §5.1.
     *
     * @param verified TLS with a certificate for the host's name, even if the domain publishes no
     *     policy
     */
    record Exchangers(boolean verified) implements Route {}

    /**
     * To one host, whatever the DNS says.
     *
     * @param host a name or an address
     * @param credentials null: without AUTH
     */
    record Smarthost(String host, int port, Tls tls, @Nullable Credentials credentials)
            implements Route {}

    /** What a smarthost is asked for. */
    enum Tls {
        /** None: only where the way to it is safe. Credentials go as they are. */
        NONE,
        /** STARTTLS where it is offered, any certificate; no credentials without it. */
        OPPORTUNISTIC,
        /** STARTTLS with a certificate for the host's name, or not at all. */
        REQUIRED,
        /** TLS from the first octet (RFC 8314 §3.3), with a certificate for the host's name. */
        IMPLICIT
    }

    /** For AUTH. */
    record Credentials(String user, String password) {
        /** Never into a log. */
        @Override
        public String toString() {
            return user;
        }
    }
}
