package org.bocau.net;

import java.util.function.Function;

/**
 * One listening service, declared as a bean by the module that speaks the protocol; {@link
 * Listeners} opens it.
 *
 * @param name unique and short: {@code smtp}, {@code submission}, {@code imaps}; names threads,
 *     logs, metrics
 * @param port TCP port; 0 takes a free one, -1 leaves the service closed
 * @param tls whether TLS starts with the connection, on request, or never
 * @param reach who may connect: {@link Reach#INTERNAL} binds to loopback only, whatever {@code
 *     bocau.net.bind} says, and is the only place where internal session tokens are taken
 * @param refusal the one line (without CRLF) for a connection over the limits or at shutdown,
 *     before any session exists
 * @param session makes the session that owns the connection; called on the connection's own virtual
 *     thread
 */
public record Service(
        String name,
        int port,
        Tls tls,
        Reach reach,
        String refusal,
        Function<Connection, Session> session) {

    /** When TLS begins on a connection. RFC 8314. */
    public enum Tls {
        IMPLICIT,
        STARTTLS,
        NONE
    }

    /** From where a service may be reached. */
    public enum Reach {
        PUBLIC,
        INTERNAL
    }
}
