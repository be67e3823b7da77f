package org.bocau.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may connect now. Counts what is open and what was opened within the minute; keeps nothing of
 * an address that has neither.
 */
final class ConnectionLimits {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Beyond this many clients a minute the addresses are an attacker's: start over. */
    private static final int MOST_CLIENTS = 100_000;

    private final NetProperties properties;
    private final TrustedNetworks trusted;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Integer> open = new HashMap<>();
    private final Map<Key, Integer> openedThisMinute = new HashMap<>();
    private long minuteBegan = System.nanoTime();
    private int total;

    ConnectionLimits(NetProperties properties, TrustedNetworks trusted) {
        this.properties = properties;
        this.trusted = trusted;
        this.most = Math.min(properties.maxConnections(), mostDescriptors());
        if (most < properties.maxConnections()) {
            log.warn("{} connections at most: this process may open few files (ulimit -n)", most);
        }
    }

    /** Of those left now: database, web and files need theirs too; refusing beats failing. */
    private static int mostDescriptors() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            return Math.clamp(left / 4 * 3, 1, Integer.MAX_VALUE);
        }
        return Integer.MAX_VALUE;
    }

    /** Why a connection is refused; names the metric's tag. */
    enum Refused {
        TOTAL,
        ADDRESS,
        NETWORK,
        RATE
    }

    /** A service's name with a client; no service: the network as a whole. */
    private record Key(String service, Network network) {}

    /** Counts a connection in and returns null, or says why not and counts nothing. */
    @Nullable Refused enter(String service, InetAddress remote, long now) {
        lock.lock();
        try {
            var refused = judge(service, remote, now);
            if (refused == null) {
                total++;
                open.merge(address(service, remote), 1, Integer::sum);
                open.merge(around(remote), 1, Integer::sum);
            }
            return refused;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Refused judge(String service, InetAddress remote, long now) {
        if (total >= most) {
            return Refused.TOTAL;
        }
        if (trusted.contains(remote)) {
            return null;
        }
        if (openedWithinMinute(service, remote, now) > properties.newPerMinute(service)) {
            return Refused.RATE;
        }
        if (open.getOrDefault(address(service, remote), 0) >= properties.maxPerAddress(service)) {
            return Refused.ADDRESS;
        }
        return open.getOrDefault(around(remote), 0) >= properties.maxPerNetwork()
                ? Refused.NETWORK
                : null;
    }

    /** Attempts count even when they are refused, so that hammering does not pay. */
    private int openedWithinMinute(String service, InetAddress remote, long now) {
        if (now - minuteBegan >= MINUTE || openedThisMinute.size() >= MOST_CLIENTS) {
            openedThisMinute.clear();
            minuteBegan = now;
        }
        return openedThisMinute.merge(new Key(service, Network.client(remote)), 1, Integer::sum);
    }

    void leave(String service, InetAddress remote) {
        lock.lock();
        try {
            total--;
            release(address(service, remote));
            release(around(remote));
        } finally {
            lock.unlock();
        }
    }

    private void release(Key key) {
        open.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
    }

    private static Key address(String service, InetAddress remote) {
        return new Key(service, Network.of(remote, remote.getAddress().length * Byte.SIZE));
    }

    private static Key around(InetAddress remote) {
        return new Key("", Network.around(remote));
    }
}
