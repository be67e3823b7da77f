package org.bocau.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.bocau.message.EmailAddress;

/** Messages for one domain, one after the other. Owned by one thread. */
public final class RelaySession implements AutoCloseable {
    private final Hosts hosts;
    private final SmtpTransport transport;

    RelaySession(Hosts hosts, SmtpTransport transport) {
        this.hosts = hosts;
        this.transport = transport;
    }

    /**
     * Sends a message, over the connection that stands if there is one.
     *
     * @return an outcome for every recipient, whatever the hosts and the DNS do
     */
    public Attempt send(Envelope envelope, Octets octets) {
        return send(envelope, octets, Duration.ofDays(1));
    }

    /**
     * The same within a time for all hosts together: whoever holds a lease on the recipients must
     * be done before it ends.
     *
     * @param within after it no other host is tried
     */
    public Attempt send(Envelope envelope, Octets octets, Duration within) {
        return switch (hosts) {
            case Hosts.Refused(var reply) -> all(envelope, reply, Hop.NONE);
            case Hosts.Found(var targets) ->
                    send(targets, envelope, octets, System.nanoTime() + within.toNanos());
        };
    }

    private Attempt send(List<Hosts.Target> targets, Envelope envelope, Octets octets, long until) {
        for (var target : targets) {
            if (System.nanoTime() >= until) {
                break;
            }
            try {
                return transport.send(target, TlsPolicy.OPPORTUNISTIC, envelope, octets);
            } catch (IOException e) {
                // the next
            }
        }
        return all(envelope, new Reply(451, "4.4.1 No host answers"), Hop.NONE);
    }

    private static Attempt all(Envelope envelope, Reply reply, Hop hop) {
        var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
        envelope.recipients().forEach(r -> outcomes.put(r.address(), Outcome.of(reply, hop)));
        return new Attempt(outcomes);
    }

    /** True when the next message can go over the connection that stands. */
    public boolean reusable() {
        return false;
    }

    @Override
    public void close() {}
}
