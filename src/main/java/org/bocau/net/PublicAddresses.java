package org.bocau.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are the same host for everybody. What a stranger's zone or letter names may send
 * us only there: not to what this machine alone can reach, nor to an address that stands for
 * another one. RFC 6890.
 */
public final class PublicAddresses {
    private static final List<Network> NOT_GLOBAL_4 =
            networks(
                    "0.0.0.0/8", // this network: RFC 1122 §3.2.1.3
                    "10.0.0.0/8",
                    "100.64.0.0/10", // shared by a provider's customers
                    "127.0.0.0/8",
                    "169.254.0.0/16", // link-local; clouds tell their secrets there
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16",
                    "198.18.0.0/15", // benchmarks
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4"); // reserved, broadcast

    /**
     * All of IPv6 that is given out. Loopback, link-local, unique local (RFC 4193), mapped and
     * translated (NAT64) addresses are outside.
     */
    private static final Network GLOBAL_6 = Network.parse("2000::/3");

    private static final List<Network> NOT_GLOBAL_6 =
            networks(
                    "2001::/23", // protocols: Teredo, ORCHID…
                    "2002::/16", // 6to4 carries any IPv4 address
                    "3ffe::/16");

    private PublicAddresses() {}

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }

    /** True when a stranger may name it. */
    public static boolean contains(InetAddress address) {
        if (address instanceof Inet4Address) {
            return NOT_GLOBAL_4.stream().noneMatch(network -> network.contains(address));
        }
        return GLOBAL_6.contains(address)
                && NOT_GLOBAL_6.stream().noneMatch(network -> network.contains(address));
    }
}
