package org.bocau.security;

import java.net.InetAddress;

/**
 * One attempt to log in.
 *
 * @param service where: {@link #WEB}, {@code imap}, {@code smtp}…; for the throttle, the log and
 *     the audit
 * @param secure TLS protects the way here; whether loopback does without it is decided by {@code
 *     bocau.security.plaintext-auth}
 * @param binding of the TLS connection, for SCRAM-SHA-256-PLUS
 */
public record Login(String service, InetAddress remote, boolean secure, ChannelBinding binding) {
    /** Where app passwords do not count. */
    static final String WEB = "web";

    /** One that is not bound to its connection. */
    public Login(String service, InetAddress remote, boolean secure) {
        this(service, remote, secure, ChannelBinding.NONE);
    }

    boolean byMailProgram() {
        return !service.equals(WEB);
    }
}
