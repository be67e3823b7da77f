package org.bocau.relay;

import java.net.InetAddress;

/**
 * Which addresses a stranger's zone may send us to: not what only we can reach.
 *
 * @param everywhere loopback and private addresses, too; {@code bocau.relay.private-addresses}
 */
record Reach(boolean everywhere) {
    boolean allows(InetAddress address) {
        return everywhere || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean uniqueLocal = octets.length == 16 && (octets[0] & 0xfe) == 0xfc; // RFC 4193
        boolean shared = octets.length == 4 && octets[0] == 100 && (octets[1] & 0xc0) == 64;
        boolean thisNetwork = octets.length == 4 && octets[0] == 0; // RFC 1122 §3.2.1.3
        return !(address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared
                || thisNetwork);
    }
}
