package org.bocau.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The connections that are open, each with the virtual thread that owns it. */
final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final String TAG = "service";

    private final ConnectionLimits limits;
    private final TlsContexts contexts;
    private final SessionFailures failures;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Watch.Times times;
    private final Map<Connection, Thread> open = new ConcurrentHashMap<>();
    private final Map<String, ThreadFactory> threads = new ConcurrentHashMap<>();
    private final AtomicLong ids;
    private volatile boolean stopping;

    Sessions(
            NetProperties properties,
            ConnectionLimits limits,
            TlsContexts contexts,
            SessionFailures failures,
            MeterRegistry meters,
            Clock clock) {
        this.limits = limits;
        this.contexts = contexts;
        this.failures = failures;
        this.meters = meters;
        this.clock = clock;
        this.times = new Watch.Times(properties.writePatience(), properties.handshakePatience());
        // later processes begin higher, and no connection a second can make up for a second
        this.ids = new AtomicLong(clock.instant().getEpochSecond() << 16);
    }

    /** Publishes how many connections of a service are open. */
    void register(Service service) {
        meters.gauge(
                "bocau.net.connections",
                Tags.of(TAG, service.name()),
                this,
                sessions -> sessions.count(service));
    }

    private long count(Service service) {
        return open.keySet().stream()
                .filter(c -> c.service().name().equals(service.name()))
                .count();
    }

    List<Connection> connections() {
        return List.copyOf(open.keySet());
    }

    /**
     * Starts a session on a socket just accepted.
     *
     * @return false when limits forbid it; the socket is then the caller's to close
     */
    boolean begin(Service service, Socket socket) {
        var remote = socket.getInetAddress();
        if (service.reach() == Service.Reach.PUBLIC) {
            var refused = limits.enter(service.name(), remote, System.nanoTime());
            if (refused != null) {
                var why = refused.name().toLowerCase(Locale.ROOT);
                meters.counter("bocau.net.refused", TAG, service.name(), "limit", why).increment();
                log.debug("{}: {} refused, limit {}", service.name(), remote, why);
                return false;
            }
        }
        meters.counter("bocau.net.accepted", TAG, service.name()).increment();
        var id = Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
        var connection = new Connection(id, service, socket, clock.instant(), contexts, times);
        var thread =
                threads.computeIfAbsent(
                                service.name(),
                                name -> Thread.ofVirtual().name(name + "-", 0).factory())
                        .newThread(() -> serve(connection));
        open.put(connection, thread);
        if (stopping) { // accepted while the listener was closing
            connection.stop();
        }
        thread.start();
        return true;
    }

    private void serve(Connection connection) {
        String end = "failed";
        try (connection) {
            end = converse(connection);
        } finally {
            connection.release();
            open.remove(connection);
            if (connection.service().reach() == Service.Reach.PUBLIC) {
                limits.leave(connection.service().name(), connection.remote());
            }
            report(connection, end);
        }
    }

    /** Runs the session and returns how it ended; a bug is counted before the peer sees the end. */
    private String converse(Connection connection) {
        try {
            if (connection.service().tls() == Service.Tls.IMPLICIT) {
                connection.startTls();
            }
            connection.service().session().apply(connection).run();
            connection.finish();
            return "closed";
        } catch (DeadlineException e) {
            return "deadline passed";
        } catch (IOException e) { // the peer is gone
            return String.valueOf(e.getMessage());
        } catch (RuntimeException | Error bug) {
            failures.bug(connection, bug);
            return "failed";
        }
    }

    /** The one line that each connection leaves in the log. */
    private void report(Connection connection, String end) {
        var level = connection.internal() ? Level.DEBUG : Level.INFO;
        log.atLevel(level)
                .log(
                        "{}: {} from {} as {} for {} s: {}",
                        connection.id(),
                        connection.service().name(),
                        connection.remote().getHostAddress(),
                        connection.user(),
                        Duration.between(connection.openedAt(), clock.instant()).toSeconds(),
                        end);
    }

    /** Closes what has waited for its peer for too long. */
    void check() {
        long now = System.nanoTime();
        open.keySet().forEach(connection -> connection.check(now));
    }

    /** Lets each session say good-bye, and closes those that have not within {@code grace}. */
    void stop(Duration grace) throws InterruptedException {
        stopping = true;
        long until = System.nanoTime() + grace.toNanos();
        open.keySet().forEach(Connection::stop);
        for (var thread : open.values()) {
            long left = until - System.nanoTime();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                break;
            }
        }
        open.keySet().forEach(Connection::close);
    }
}
