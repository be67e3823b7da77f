package org.bocau.net;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together; the services are the protocols' beans. */
@Configuration(proxyBeanMethods = false)
class NetConfiguration {

    @Bean
    TrustedNetworks trustedNetworks(TrustedNetworksProperties properties) {
        return new TrustedNetworks(properties.trustedNetworks());
    }

    @Bean
    HostName hostName(NetProperties properties) {
        String given = properties.hostName();
        return new HostName(given == null || given.isBlank() ? machineName() : given);
    }

    @Bean
    Dns dns(DnsProperties properties, MeterRegistry meters, Clock clock) {
        return new DnsResolver(properties, clock, meters);
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // a host whose own name is not in /etc/hosts
            return "localhost";
        }
    }

    @Bean
    TlsContexts tlsContexts(
            NetProperties properties,
            TlsDirectory directory,
            HostName host,
            Clock clock,
            MeterRegistry meters) {
        var given = properties.tls();
        TlsContexts contexts;
        if (given.certificate() != null && given.key() != null) {
            contexts = new TlsContexts(given.certificate(), given.key(), properties, clock);
        } else {
            var made = SelfSigned.in(directory.path(), host, clock);
            contexts = new TlsContexts(made.certificate(), made.key(), properties, clock);
        }
        contexts.registerWith(meters);
        return contexts;
    }

    @Bean
    Listeners listeners(
            ObjectProvider<Service> services,
            NetProperties properties,
            TrustedNetworks trusted,
            TlsContexts contexts,
            SessionFailures failures,
            MeterRegistry meters,
            Clock clock) {
        var limits = new ConnectionLimits(properties, trusted);
        var sessions = new Sessions(properties, limits, contexts, failures, meters, clock);
        return new Listeners(services.orderedStream().toList(), properties, sessions, contexts);
    }
}
