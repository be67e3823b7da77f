package org.bocau.security;

import java.net.InetAddress;

/**
 * One attempt to log in.
 *
 * @param service where: {@code web}, {@code imap}, {@code smtp}…; for the throttle, the log and the
 *     audit
 * @param secure TLS protects the way here; whether loopback does without it is decided by {@code
 *     bocau.security.plaintext-auth}
 */
public record Login(String service, InetAddress remote, boolean secure) {}
