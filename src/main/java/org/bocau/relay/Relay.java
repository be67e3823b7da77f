package org.bocau.relay;

import java.io.IOException;
import java.time.Duration;

/**
 * The way out to other systems. Knows no queue and keeps no message: what could not be delivered
 * now is told as deferred. Safe for many threads.
 */
public final class Relay {
    private final String hostName;
    private final Routes routes;
    private final HostLookup lookup;
    private final TlsPolicies policies;
    private final TrustChoice trust;
    private final Timeouts timeouts;
    private final int maxMessages;
    private final Duration maxLife;

    Relay(
            RelayProperties properties,
            String hostName,
            HostLookup lookup,
            TlsPolicies policies,
            TrustChoice trust) {
        this.hostName = hostName;
        this.routes = properties.all();
        this.lookup = lookup;
        this.policies = policies;
        this.trust = trust;
        this.timeouts = properties.timeouts();
        this.maxMessages = properties.maxMessages();
        this.maxLife = properties.maxLife();
    }

    /**
     * Begins to deliver to a domain: looks its hosts up, and connects to nobody before the first
     * message. Domains whose mail goes to one smarthost may share a session of any of them.
     *
     * @param domain in A-label form, or an address literal in brackets, as in an {@code
     *     EmailAddress}
     * @param tls what the senders of all messages of the session ask
     */
    public RelaySession open(String domain, TlsRequirement tls) {
        var route = routes.of(domain);
        var hosts = lookup.hosts(domain, route);
        long until = System.nanoTime() + maxLife.toNanos();
        return new RelaySession(
                hosts,
                tls,
                (target, within) -> connect(domain, route, target, tls, timeouts.within(within)),
                until);
    }

    private Transactions connect(
            String domain, Route route, Hosts.Target target, TlsRequirement tls, Timeouts within)
            throws IOException, HostRefusal {
        var smarthost = route instanceof Route.Smarthost given ? given : null;
        var terms =
                new Dialogue.Terms(
                        hostName,
                        policies.of(domain, route, target.host(), tls),
                        trust,
                        smarthost == null ? null : smarthost.credentials(),
                        smarthost != null);
        return new Transactions(Dialogue.open(target, terms, within), tls, maxMessages);
    }

    /**
     * Delivers one message to recipients of one domain. Blocks, for minutes if hosts are slow; open
     * no transaction around it.
     *
     * @return an outcome for every recipient, whatever the hosts and the DNS do
     */
    public Attempt deliver(String domain, TlsRequirement tls, Envelope envelope, Octets octets) {
        try (var session = open(domain, tls)) {
            return session.send(envelope, octets);
        }
    }
}
