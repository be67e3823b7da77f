package org.bocau.security;

import java.net.InetAddress;

/**
 * One attempt to log in.
 *
 * @param service where: {@code web}, {@code imap}, {@code smtp}…; for the throttle, the log and the
 *     audit
 * @param secure the way here is protected by TLS or does not leave this machine
 */
public record Login(String service, InetAddress remote, boolean secure) {}
