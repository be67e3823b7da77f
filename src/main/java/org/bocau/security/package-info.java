/**
 * One way to log in for the web and every protocol: {@link Logins}, the throttle, SASL exchanges,
 * app passwords, session tokens, Spring Security's configuration, the audit trail. Tables:
 * session_log, audit_event, web_session. RFC 4422, 4616, 5802, 7628, 7677. Invariant: an unknown
 * user and a wrong password are the same answer after the same time.
 */
@ApplicationModule(allowedDependencies = {"account", "message", "net"})
@NullMarked
package org.bocau.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
