package org.bocau.security;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What one attempt is counted under. */
record FailureKeys(String client, String network, String account, String pair) {
    static FailureKeys of(InetAddress remote, String account) {
        boolean four = remote.getAddress().length == 4;
        var client = prefix(remote, four ? 4 : 8); // whoever has one address of a /64 has them all
        var network = prefix(remote, four ? 3 : 7);
        return new FailureKeys(
                "client " + client,
                "network " + network,
                "account " + account,
                "pair " + client + " " + account);
    }

    private static String prefix(InetAddress remote, int octets) {
        return HexFormat.of().formatHex(Arrays.copyOf(remote.getAddress(), octets));
    }
}
