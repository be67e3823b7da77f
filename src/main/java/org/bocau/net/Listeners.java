package org.bocau.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens every {@link Service} when the application starts and closes them when it stops. {@link
 * #port} tells others of this process, such as the webmail, where the internal ones are.
 *
 * <p>Starts before the web server and stops after it, because requests that are being finished
 * still speak IMAP. Nothing is accepted before all ports are ours.
 */
public final class Listeners implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /** Below the web server's, which is {@code DEFAULT_PHASE - 2048}. */
    public static final int PHASE = DEFAULT_PHASE - 4096;

    private final Collection<Service> services;
    private final NetProperties properties;
    private final Sessions sessions;
    private final TlsContexts contexts;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private @Nullable ScheduledExecutorService clockwork;
    private volatile Map<String, Integer> ports = Map.of();
    private volatile boolean running;

    Listeners(
            Collection<Service> services,
            NetProperties properties,
            Sessions sessions,
            TlsContexts contexts) {
        this.services = services;
        this.properties = properties;
        this.sessions = sessions;
        this.contexts = contexts;
    }

    /**
     * The local port of an open service.
     *
     * @throws IllegalStateException no such service is open
     */
    public int port(String service) {
        var port = ports.get(service);
        if (port == null) {
            throw new IllegalStateException("service " + service + " is not open");
        }
        return port;
    }

    public boolean open(String service) {
        return ports.containsKey(service);
    }

    /** Open services with their ports, in the order they were declared. */
    public Map<String, Integer> ports() {
        return ports;
    }

    /** The connections open now, for the console. */
    public List<Connection> connections() {
        return sessions.connections();
    }

    @Override
    public void start() {
        var bind = bind();
        try {
            for (var service : services) {
                if (service.port() >= 0) {
                    listeners.put(service.name(), Listener.open(service, bind, sessions));
                }
            }
        } catch (ListenRefusal refusal) {
            closeListeners();
            throw refusal;
        }
        var open = new LinkedHashMap<String, Integer>();
        listeners.forEach((name, listener) -> open.put(name, listener.port()));
        ports = open;
        listeners.values().forEach(listener -> sessions.register(listener.service()));
        clockwork = startClockwork();
        listeners.values().forEach(Listener::accept);
        running = true;
    }

    private @Nullable InetAddress bind() {
        String address = properties.bind();
        try {
            return address == null || address.isBlank() ? null : InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new ListenRefusal("bocau.net.bind is no address of this machine.", e);
        }
    }

    private ScheduledExecutorService startClockwork() {
        var thread = Thread.ofPlatform().daemon().name("net-clockwork").factory();
        var started = Executors.newSingleThreadScheduledExecutor(thread);
        repeat(started, sessions::check, Duration.ofSeconds(1));
        repeat(started, contexts::reloadIfChanged, properties.tls().checkEvery());
        return started;
    }

    /** A task that throws is not run again, and nobody would know: so none throws. */
    private static void repeat(ScheduledExecutorService on, Runnable task, Duration every) {
        Runnable guarded =
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException bug) {
                        log.error("clockwork failed", bug);
                    }
                };
        long millis = every.toMillis();
        var _ = on.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Accepts no more, then lets the sessions say good-bye. */
    @Override
    public void stop() {
        running = false;
        closeListeners();
        try {
            sessions.stop(properties.stopGrace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (clockwork != null) {
            clockwork.shutdownNow();
        }
    }

    private void closeListeners() {
        for (var listener : listeners.values()) {
            try {
                listener.close();
            } catch (IOException e) {
                log.warn("{}: {}", listener.service().name(), e.toString());
            }
        }
        listeners.clear();
        ports = Map.of();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
