package org.bocau.mailauth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.bocau.net.Dns;

/**
 * Asks {@link Dns} until one verification's time is over: a sender's servers that never answer hold
 * a message up no longer than that. A question given up ends by the resolver's own limits.
 */
final class TimedLookups implements Lookups {
    private static final int MOST_RECORDS = 100; // a name with more of a kind means no good

    private final Dns dns;
    private final long end; // System.nanoTime

    TimedLookups(Dns dns, Duration time) {
        this.dns = dns;
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public List<String> txt(String name) throws LookupFailure {
        return ask(() -> dns.txt(plain(name)));
    }

    @Override
    public List<InetAddress> addresses(String host) throws LookupFailure {
        return ask(() -> dns.addresses(plain(host)));
    }

    @Override
    public List<String> mx(String domain) throws LookupFailure {
        return ask(() -> dns.mx(plain(domain))).stream()
                .sorted(Comparator.comparingInt(Dns.Mx::preference))
                .map(Dns.Mx::host)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    @Override
    public List<String> ptr(InetAddress address) throws LookupFailure {
        return ask(() -> dns.ptr(address));
    }

    private static String plain(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private <T> List<T> ask(Supplier<Dns.Answer<T>> question) throws LookupFailure {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new LookupFailure();
        }
        var task = new FutureTask<>(question::get);
        Thread.ofVirtual().name("mailauth-dns").start(task);
        try {
            var answer = task.get(left, TimeUnit.NANOSECONDS);
            if (answer.failed()) {
                throw new LookupFailure();
            }
            var records = answer.records();
            return records.size() > MOST_RECORDS ? records.subList(0, MOST_RECORDS) : records;
        } catch (TimeoutException _) {
            throw new LookupFailure();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LookupFailure();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a DNS question failed", bug.getCause());
        }
    }
}
