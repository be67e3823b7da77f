package org.bocau.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Random;
import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.bocau.net.Listeners;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {
    /**
     * @param listeners asked late: they know the services, which know the queue, which knows us
     * @param results nobody counts TLS where nobody reports it
     * @param cache of MTA-STS policies; memory where nobody keeps them better
     */
    @Bean
    Relay relay(
            RelayProperties properties,
            Dns dns,
            HostName host,
            ObjectProvider<Listeners> listeners,
            ObjectProvider<StsCache> cache,
            ObjectProvider<TlsResults> results,
            Https https,
            MeterRegistry meters,
            Clock clock) {
        var trust = new TrustChoice(properties.authorities());
        var lookup =
                new HostLookup(
                        properties,
                        dns,
                        host.value(),
                        port -> isOurs(listeners.getObject(), port),
                        new Random());
        var source = new StsFetch(https, StsFetch::wellKnown);
        var sts = new StsPolicies(dns, cache.getIfAvailable(StsMemory::new), source, clock);
        var policies = new TlsPolicies(dns, sts, properties.port());
        var told = results.getIfAvailable(() -> TlsResults.NONE);
        var witnesses = new Relay.Witnesses(told, meters);
        return new Relay(properties, host.value(), lookup, policies, trust, witnesses);
    }

    @Bean
    Https https(RelayProperties properties, Dns dns) {
        var trust = new TrustChoice(properties.authorities());
        return new Https(trust.authorities(), dns, new Reach(properties.privateAddresses()));
    }

    private static boolean isOurs(Listeners listeners, int port) {
        return listeners.open("smtp") && listeners.port("smtp") == port;
    }
}
