package org.bocau.pop3;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The POP3 services.
 *
 * @param port with STLS; 0 takes a free one, -1 closes the service
 * @param tlsPort TLS from the start (RFC 8314 §3.3)
 * @param loginTimeout from connecting to being logged in
 * @param idleTimeout after login; RFC 1939 §3: at least ten minutes
 * @param maxErrors commands a client may get wrong before it is sent away
 */
@ConfigurationProperties("bocau.pop3")
record Pop3Properties(
        @DefaultValue("2110") int port,
        @DefaultValue("2995") int tlsPort,
        @DefaultValue("60s") Duration loginTimeout,
        @DefaultValue("10m") Duration idleTimeout,
        @DefaultValue("10") int maxErrors) {
    Pop3Properties {
        if (idleTimeout.compareTo(Duration.ofMinutes(10)) < 0) {
            throw new IllegalArgumentException("bocau.pop3.idle-timeout must be at least 10m");
        }
    }
}
