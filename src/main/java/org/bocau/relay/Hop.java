package org.bocau.relay;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who said what became of a recipient.
 *
 * @param host the host's name; empty where nobody was asked, because of the DNS or a rule of ours
 * @param address null where there was no connection
 * @param secured over TLS
 * @param notifies the host offers DSN and has taken over the duty to notify; where it does not, a
 *     recipient with NOTIFY=SUCCESS is owed a "relayed" notice (RFC 3461 §5.2.2)
 */
public record Hop(
        String host, @Nullable InetSocketAddress address, boolean secured, boolean notifies) {
    /** Nobody. */
    public static final Hop NONE = new Hop("", null, false, false);

    @Override
    public String toString() {
        return address == null ? host : host + "[" + address.getAddress().getHostAddress() + "]";
    }
}
