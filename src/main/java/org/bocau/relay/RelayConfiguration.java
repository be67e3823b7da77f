package org.bocau.relay;

import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.bocau.net.Listeners;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {
    @Bean
    Relay relay(
            RelayProperties properties,
            Dns dns,
            HostName host,
            ObjectProvider<Listeners> listeners) { // which know the services, which know us
        return new Relay(
                properties, dns, host.value(), port -> isOurs(listeners.getObject(), port));
    }

    private static boolean isOurs(Listeners listeners, int port) {
        return listeners.open("smtp") && listeners.port("smtp") == port;
    }
}
