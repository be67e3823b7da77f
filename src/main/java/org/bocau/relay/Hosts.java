package org.bocau.relay;

import java.net.InetSocketAddress;
import java.util.List;

/** Where a domain's mail may be taken now. */
sealed interface Hosts {
    /**
     * @param targets in the order they are tried; at least one
     */
    record Found(List<Target> targets) implements Hosts {
        public Found {
            targets = List.copyOf(targets);
        }
    }

    /** Nowhere; a 4yz means not now. */
    record Refused(Reply reply) implements Hosts {}

    /**
     * A host as the DNS knows it.
     *
     * @param name in the MX record, or the domain itself
     * @param expanded what its address records belong to, aliases followed
     * @param authentic DNSSEC vouches for the way from the domain to this name
     * @param secureAddresses and for the addresses
     */
    record Host(String name, String expanded, boolean authentic, boolean secureAddresses) {}

    /** One address of a host. */
    record Target(Host host, InetSocketAddress address) {}
}
