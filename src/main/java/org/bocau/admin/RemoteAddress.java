package org.bocau.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.stream.IntStream;

/** Addresses of hosts as people know them. */
final class RemoteAddress {
    private static final int GROUPS = 8;

    private RemoteAddress() {}

    /** IPv6 in the short form of RFC 5952 §4: {@code ::1}, {@code 2001:db8::7}. */
    static String text(InetAddress address) {
        return address instanceof Inet6Address
                ? shortened(address.getAddress())
                : address.getHostAddress();
    }

    private static String shortened(byte[] octets) {
        int[] groups =
                IntStream.range(0, GROUPS)
                        .map(i -> ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff))
                        .toArray();
        int start = -1;
        int length = 1; // RFC 5952 §4.2.2: one group of zeros alone is written out
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) zeros++;
            if (zeros > length) { // §4.2.3: the first of the longest
                start = i;
                length = zeros;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
