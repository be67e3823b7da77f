package org.bocau.net;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses in CIDR notation. RFC 4632, RFC 4291 §2.3.
 *
 * @param octets the network address, 4 or 16 octets, host bits cleared
 * @param prefix how many leading bits are fixed
 */
public record Network(byte[] octets, int prefix) {

    /**
     * Takes {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address; never a name.
     *
     * @throws IllegalArgumentException it is none of these
     */
    public static Network parse(String text) {
        String[] parts = text.strip().split("/", -1);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        int bits = address.getAddress().length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
        if (parts.length > 2 || prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        return of(address, prefix);
    }

    /** The network of this many bits that holds {@code address}. */
    public static Network of(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
            octets[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return new Network(octets, prefix);
    }

    /** What shares one's fate in limits: /24, or /64, the smallest an IPv6 site is given. */
    static Network around(InetAddress address) {
        return of(address, address.getAddress().length == 4 ? 24 : 64);
    }

    /** One client: an IPv4 address, or a /64, within which a host takes any address it likes. */
    static Network client(InetAddress address) {
        return of(address, address.getAddress().length == 4 ? 32 : 64);
    }

    /** False when one is IPv4 and the other IPv6. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == octets.length && equals(of(address, prefix));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && prefix == network.prefix
                && Arrays.equals(octets, network.octets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(octets) + prefix;
    }
}
