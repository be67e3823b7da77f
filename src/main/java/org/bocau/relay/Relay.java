package org.bocau.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.bocau.relay.RelayMeters.Connecting;
import org.bocau.relay.RelayMeters.Protection;

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
    private final TlsResults results;
    private final RelayMeters meters;
    private final Timeouts timeouts;
    private final int maxMessages;
    private final Duration maxLife;

    /** Who is told how it went. */
    record Witnesses(TlsResults results, MeterRegistry meters) {}

    Relay(
            RelayProperties properties,
            String hostName,
            HostLookup lookup,
            TlsPolicies policies,
            TrustChoice trust,
            Witnesses witnesses) {
        this.hostName = hostName;
        this.routes = properties.all();
        this.lookup = lookup;
        this.policies = policies;
        this.trust = trust;
        this.results = witnesses.results();
        this.meters = new RelayMeters(witnesses.meters());
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
                meters,
                until);
    }

    private Transactions connect(
            String domain, Route route, Hosts.Target target, TlsRequirement tls, Timeouts within)
            throws IOException, HostRefusal {
        long start = System.nanoTime();
        var connecting = Connecting.POLICY;
        var protection = Protection.NONE;
        try {
            var counting = new TlsCounting(told(domain, route, tls), domain, target);
            var policy = policies.of(domain, route, target.host(), tls, counting);
            connecting = Connecting.UNREACHABLE;
            protection = protection(policy);
            var smarthost = route instanceof Route.Smarthost given ? given : null;
            var terms =
                    new Dialogue.Terms(
                            hostName,
                            policy,
                            trust,
                            counting,
                            smarthost == null ? null : smarthost.credentials(),
                            smarthost != null);
            var dialogue = Dialogue.open(target, terms, within);
            connecting = Connecting.READY;
            protection = dialogue.secured() ? protection : Protection.NONE;
            return new Transactions(dialogue, tls, maxMessages);
        } catch (SSLException failed) {
            connecting = Connecting.TLS;
            throw failed;
        } catch (HostRefusal refusal) {
            if (connecting != Connecting.POLICY) {
                boolean stripped = refusal.reply().status().equals("4.7.4");
                connecting = stripped ? Connecting.TLS : Connecting.REFUSED;
            }
            throw refusal;
        } finally {
            meters.connected(connecting, protection, System.nanoTime() - start);
        }
    }

    /** What a domain publishes does not count for a smarthost, nor with TLS-Required: No. */
    private TlsResults told(String domain, Route route, TlsRequirement tls) {
        boolean published =
                route instanceof Route.Exchangers
                        && tls != TlsRequirement.IGNORED
                        && !domain.startsWith("[");
        return published ? results : TlsResults.NONE;
    }

    private static Protection protection(TlsPolicy policy) {
        return switch (policy) {
            case TlsPolicy.Off _ -> Protection.NONE;
            case TlsPolicy.Opportunistic _, TlsPolicy.Observed _, TlsPolicy.Encrypted _ ->
                    Protection.OPPORTUNISTIC;
            case TlsPolicy.Verified _ -> Protection.VERIFIED;
            case TlsPolicy.Dane _ -> Protection.DANE;
        };
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
