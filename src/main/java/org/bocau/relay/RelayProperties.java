package org.bocau.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail for other systems leaves.
 *
 * @param smarthost where it goes instead of the hosts in the DNS
 * @param routes the same for single domains: {@code bocau.relay.routes[example.org].host}; one
 *     without a host goes by the DNS
 * @param port of the hosts in the DNS
 * @param privateAddresses loopback and private addresses in the DNS are connected to; for tests,
 *     and for networks of one's own
 * @param authorities PEM file with certificates that are trusted beside those of this Java
 * @param maxHosts addresses tried in one attempt
 * @param maxMessages over one connection
 * @param maxLife of a connection that is used again
 * @param connectTimeout until a connection stands
 * @param replyTimeout for a reply to the greeting, MAIL and RCPT; RFC 5321 §4.5.3.2: 5 minutes
 * @param endTimeout for the reply to the whole message; §4.5.3.2.6: 10 minutes
 * @param attemptTimeout for one message at one host
 */
@ConfigurationProperties("bocau.relay")
record RelayProperties(
        @DefaultValue Host smarthost,
        @DefaultValue Map<String, Host> routes,
        @DefaultValue("25") int port,
        @DefaultValue("false") boolean privateAddresses,
        @Nullable Path authorities,
        @DefaultValue("8") int maxHosts,
        @DefaultValue("100") int maxMessages,
        @DefaultValue("5m") Duration maxLife,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue("5m") Duration replyTimeout,
        @DefaultValue("10m") Duration endTimeout,
        @DefaultValue("30m") Duration attemptTimeout) {

    /**
     * @param tls none, opportunistic, required or implicit; absent: required with a host, else what
     *     the domain publishes. Required without a host: whatever it publishes
     * @param user null: without AUTH
     */
    record Host(
            @Nullable String host,
            @DefaultValue("587") int port,
            Route.@Nullable Tls tls,
            @Nullable String user,
            @Nullable String password) {
        Host {
            if ((user == null) != (password == null)) {
                throw new IllegalArgumentException(
                        "user and password of a smarthost of bocau.relay go together");
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return host + ":" + port + " " + tls + " " + user;
        }

        Route route() {
            if (host == null || host.isBlank()) {
                return new Route.Exchangers(tls == Route.Tls.REQUIRED);
            }
            return new Route.Smarthost(
                    host,
                    port,
                    tls == null ? Route.Tls.REQUIRED : tls,
                    user == null || password == null
                            ? null
                            : new Route.Credentials(user, password));
        }
    }

    Routes all() {
        var byDomain = new HashMap<String, Route>();
        routes.forEach(
                (domain, host) -> byDomain.put(domain.toLowerCase(Locale.ROOT), host.route()));
        return new Routes(byDomain, smarthost.route());
    }

    Timeouts timeouts() {
        return new Timeouts(connectTimeout, replyTimeout, replyTimeout, endTimeout, attemptTimeout);
    }
}
