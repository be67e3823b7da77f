package org.bocau.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many unknown recipients each address has tried within the hour, over all its sessions. Bounded:
 * the address that was quiet longest is forgotten first.
 */
final class UnknownRecipients {
    private static final int MOST_ADDRESSES = 10_000;
    private static final long HOUR = 3600;

    private final int perHour;
    private final Clock clock;
    private final Map<ByteBuffer, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Count> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    private record Count(long hour, int number) {}

    UnknownRecipients(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /** Counts one more; true when the address has had all it gets in this hour. */
    synchronized boolean exceeded(InetAddress remote) {
        long hour = clock.instant().getEpochSecond() / HOUR;
        var now =
                counts.merge(
                        key(remote),
                        new Count(hour, 1),
                        (old, one) ->
                                old.hour() == hour ? new Count(hour, old.number() + 1) : one);
        return now.number() > perHour;
    }

    /** The address; of IPv6 its /64, which is one customer. */
    private static ByteBuffer key(InetAddress remote) {
        byte[] octets = remote.getAddress();
        return ByteBuffer.wrap(
                remote instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
