package org.bocau.relay;

import java.security.SecureRandom;
import java.util.function.IntPredicate;
import org.bocau.net.Dns;

/**
 * The way out to other systems. Knows no queue and keeps no message: what could not be delivered
 * now is told as deferred. Safe for many threads.
 */
public final class Relay {
    private final Routes routes;
    private final HostLookup lookup;
    private final SmtpTransport transport;

    Relay(RelayProperties properties, Dns dns, String hostName, IntPredicate ownPort) {
        this.routes = properties.all();
        this.lookup = new HostLookup(properties, dns, hostName, ownPort, new SecureRandom());
        this.transport = new SmtpTransport(hostName, properties.timeouts());
    }

    /**
     * Begins to deliver to a domain; connects to nobody before the first message.
     *
     * @param domain in A-label form, or an address literal in brackets, as in an {@code
     *     EmailAddress}
     * @param tls of all messages of the session
     */
    public RelaySession open(String domain, TlsRequirement tls) {
        return new RelaySession(lookup.hosts(domain, routes.of(domain)), transport);
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
