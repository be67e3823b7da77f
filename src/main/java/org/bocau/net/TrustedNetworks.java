package org.bocau.net;

import java.net.InetAddress;
import java.util.List;

/**
 * {@code bocau.security.trusted-networks}: addresses that throttles, bans and connection limits
 * leave alone. It never allows relaying, and the loopback addresses are in it only if named.
 */
public final class TrustedNetworks {
    private final List<Network> networks;

    /**
     * @param networks in CIDR notation, or single addresses
     * @throws IllegalArgumentException one is neither
     */
    public TrustedNetworks(List<String> networks) {
        this.networks = networks.stream().map(Network::parse).toList();
    }

    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
