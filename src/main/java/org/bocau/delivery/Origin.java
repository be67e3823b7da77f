package org.bocau.delivery;

import java.net.InetAddress;
import org.bocau.account.Account;

/** Where a message comes from, and so what it may do. */
public sealed interface Origin {
    /** Id of the connection, for logs, the queue and the console. */
    String trace();

    /** Another server, unauthenticated: it delivers to us and relays nowhere. */
    record Peer(InetAddress remote, String helo, String trace) implements Origin {}

    /** One of ours, logged in: it may send anywhere, as itself. */
    record User(Account account, String trace) implements Origin {}
}
