package org.bocau.net;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Listeners as the application has them, for services that a test makes up. */
final class Harbour implements AutoCloseable {
    static final String REFUSAL = "421 too many";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SessionFailures failures = new SessionFailures(meters);
    final TlsContexts contexts;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Service> services = new ArrayList<>();
    private final Listeners listeners;

    /** Settings as {@code name=value}, without {@code bocau.net.}; then services. */
    Harbour(Path directory, List<String> settings, Service... services) {
        settings.forEach(setting ->
                this.settings.put(
                        "bocau.net." + setting.replaceFirst("=.*", ""),
                        setting.replaceFirst(".*?=", "")));
        this.services.addAll(List.of(services));
        var properties = properties(this.settings);
        var made = SelfSigned.in(directory, new HostName("mail.example.org"), Clock.systemUTC());
        contexts = new TlsContexts(made.certificate(), made.key(), properties, Clock.systemUTC());
        var trusted =
                new TrustedNetworks(
                        settings.contains("trusted=loopback") ? List.of("127.0.0.0/8") : List.of());
        var sessions =
                new Sessions(
                        properties,
                        new ConnectionLimits(properties, trusted),
                        contexts,
                        failures,
                        meters,
                        Clock.systemUTC());
        listeners = new Listeners(this.services, properties, sessions, contexts);
        listeners.start();
    }

    static NetProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("bocau.net", NetProperties.class);
    }

    static Service service(String name, Service.Tls tls, Function<Connection, Session> session) {
        return new Service(name, 0, tls, Service.Reach.PUBLIC, REFUSAL, session);
    }

    static Service plain(String name, Function<Connection, Session> session) {
        return service(name, Service.Tls.STARTTLS, session);
    }

    Listeners listeners() {
        return listeners;
    }

    Client connect(String service) throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), listeners.port(service)));
    }

    @Override
    public void close() {
        listeners.stop();
    }
}
