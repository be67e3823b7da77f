package org.bocau.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bocau.net.TrustedNetworks;

/**
 * How many unknown recipients each address has tried within the hour, over all its sessions.
 * Bounded: the address that was quiet longest is forgotten first.
 */
final class Strangers {
    private static final int MOST_ADDRESSES = 10_000;
    private static final long HOUR = 3600;

    private final int perHour;
    private final TrustedNetworks trusted;
    private final Clock clock;
    private final Map<ByteBuffer, Count> counts = new Counts();

    private record Count(long hour, int number) {}

    private static final class Counts extends LinkedHashMap<ByteBuffer, Count> {
        private static final long serialVersionUID = 1L;

        Counts() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Count> eldest) {
            return size() > MOST_ADDRESSES;
        }
    }

    Strangers(int perHour, TrustedNetworks trusted, Clock clock) {
        this.perHour = perHour;
        this.trusted = trusted;
        this.clock = clock;
    }

    /** Counts one more guess; true when the address has had all it gets in this hour. */
    synchronized boolean guessedTooMuch(InetAddress remote) {
        if (trusted.contains(remote)) {
            return false;
        }
        long hour = clock.instant().getEpochSecond() / HOUR;
        var first = new Count(hour, 1);
        var now = counts.merge(key(remote), first, (old, _) -> oneMore(old, first));
        return now.number() > perHour;
    }

    private static Count oneMore(Count old, Count first) {
        return old.hour() == first.hour() ? new Count(old.hour(), old.number() + 1) : first;
    }

    /** The address; of IPv6 its /64, which is one customer. */
    private static ByteBuffer key(InetAddress remote) {
        byte[] octets = remote.getAddress();
        return ByteBuffer.wrap(remote instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
