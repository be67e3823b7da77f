package org.bocau.relay;

import java.net.InetAddress;
import org.bocau.net.PublicAddresses;

/**
 * Which addresses a stranger's zone may send us to: not what only we can reach.
 *
 * @param everywhere loopback and private addresses, too; {@code bocau.relay.private-addresses}
 */
record Reach(boolean everywhere) {
    boolean allows(InetAddress address) {
        return everywhere || PublicAddresses.contains(address);
    }
}
