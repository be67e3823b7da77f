package org.bocau.smtp;

import java.net.InetAddress;
import org.bocau.delivery.DomainKeys;
import org.bocau.mailauth.Verification;
import org.bocau.net.TrustedNetworks;

/**
 * Those who say whose a message is: for mail of strangers, and for our own.
 *
 * @param exemptLoopback this machine's own mail is not examined
 * @param exempt other clients whose mail is not
 */
record Vouchers(
        Verification verification,
        boolean exemptLoopback,
        TrustedNetworks exempt,
        DomainKeys keys,
        VouchingMeters meters) {
    boolean examines(InetAddress client) {
        return !(exemptLoopback && client.isLoopbackAddress()) && !exempt.contains(client);
    }
}
