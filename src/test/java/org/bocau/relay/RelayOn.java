package org.bocau.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.bocau.net.Listeners;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The way out as the application has it, with the DNS of a test and hosts on this machine. */
public final class RelayOn {
    private RelayOn() {}

    /**
     * @param port where the hosts in the DNS listen
     */
    public static Relay of(Dns dns, int port, Listeners listeners) {
        var context = new AnnotationConfigApplicationContext();
        var settings =
                Map.<String, Object>of(
                        "bocau.relay.port", port, "bocau.relay.private-addresses", "true");
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", settings));
        context.registerBean(Dns.class, () -> dns);
        context.registerBean(Listeners.class, () -> listeners);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(HostName.class, () -> new HostName("node.example"));
        context.register(Settings.class, RelayConfiguration.class);
        context.refresh();
        return context.getBean(Relay.class);
    }

    /** Web servers in a zone of the test, at any address. */
    public static Https https(Dns dns, Path authority) {
        return new Https(new TrustChoice(authority).authorities(), dns, new Reach(true));
    }

    /** Binds the properties. */
    @EnableConfigurationProperties(RelayProperties.class)
    static class Settings {}
}
