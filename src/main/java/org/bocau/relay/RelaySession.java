package org.bocau.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages for one domain, one after the other, over one connection as long as it lasts. Owned by
 * one thread.
 */
public final class RelaySession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

    private final Hosts hosts;
    private final TlsRequirement tls;
    private final Connector connector;
    private final RelayMeters meters;
    private final long until;
    private @Nullable Transactions standing;

    /** Knows how the hosts of the session are spoken to. */
    interface Connector {
        /**
         * @param within the connection stands by then, or it does not
         */
        Transactions connect(Hosts.Target target, Duration within) throws IOException, HostRefusal;
    }

    /**
     * @param until {@link System#nanoTime} after which the connection is not used again
     */
    RelaySession(
            Hosts hosts, TlsRequirement tls, Connector connector, RelayMeters meters, long until) {
        this.hosts = hosts;
        this.tls = tls;
        this.connector = connector;
        this.meters = meters;
        this.until = until;
    }

    /**
     * Sends a message, over the connection that stands if there is one. Blocks, for minutes if
     * hosts are slow; open no transaction around it.
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
     * @param within after it no other host is tried, and a connection that is in use is closed
     */
    public Attempt send(Envelope envelope, Octets octets, Duration within) {
        return switch (hosts) {
            case Hosts.Refused(var reply) -> {
                var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
                var outcome = Outcome.of(reply, Hop.NONE);
                envelope.recipients().forEach(r -> outcomes.put(r.address(), outcome));
                yield new Attempt(outcomes);
            }
            case Hosts.Found(var targets) ->
                    send(targets, new Work(envelope, octets, System.nanoTime() + within.toNanos()));
        };
    }

    /**
     * @param end {@link System#nanoTime}
     */
    private record Work(Envelope envelope, Octets octets, long end) {
        Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        Work to(List<Envelope.Recipient> some) {
            return new Work(envelope.to(some), octets, end);
        }

        void all(Verdict verdict, Map<EmailAddress, Verdict> verdicts) {
            envelope.recipients().forEach(r -> verdicts.putIfAbsent(r.address(), verdict));
        }
    }

    private Attempt send(List<Hosts.Target> targets, Work work) {
        var verdicts = new LinkedHashMap<EmailAddress, Verdict>();
        var asked = again(work, verdicts);
        for (var target : targets) {
            var open =
                    work.envelope().recipients().stream()
                            .filter(r -> admits(verdicts.get(r.address()), target))
                            .toList();
            if (!open.isEmpty() && !target.equals(asked) && work.left().isPositive()) {
                attempt(target, work.to(open), verdicts);
            }
        }
        work.all(Verdict.open(new Reply(451, "4.4.7 No time was left"), Hop.NONE), verdicts);
        var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
        verdicts.forEach((address, verdict) -> outcomes.put(address, verdict.outcome()));
        return new Attempt(outcomes);
    }

    private static boolean admits(@Nullable Verdict verdict, Hosts.Target target) {
        return verdict == null || verdict.admits(target.address());
    }

    /**
     * Tries the connection that stands. A host may have closed it meanwhile: that is no failure.
     *
     * @return the address that has answered, which is not asked again
     */
    private Hosts.@Nullable Target again(Work work, Map<EmailAddress, Verdict> verdicts) {
        var connection = standing;
        if (connection == null || !reusable()) {
            close();
            return null;
        }
        var found = new LinkedHashMap<EmailAddress, Verdict>();
        transfer(connection, work, found);
        boolean closing = found.values().stream().allMatch(v -> v.outcome().reply().closing());
        if (!connection.heard() || closing) {
            close();
            return null;
        }
        verdicts.putAll(found);
        return connection.dialogue().target();
    }

    private void attempt(Hosts.Target target, Work work, Map<EmailAddress, Verdict> verdicts) {
        close();
        var found = new LinkedHashMap<EmailAddress, Verdict>();
        var name = target.host().name();
        try {
            var connection = connector.connect(target, work.left());
            standing = connection;
            transfer(connection, work, found);
        } catch (HostRefusal refusal) {
            var hop = new Hop(name, target.address(), refusal.secured(), false);
            work.all(Verdict.open(refusal.reply(), hop), found);
        } catch (SSLException failed) {
            var hop = new Hop(name, target.address(), false, false);
            work.all(Verdict.open(reply("4.7.5 TLS failed: ", failed), hop), found);
        } catch (IOException unreachable) {
            var hop = new Hop(name, null, false, false);
            work.all(Verdict.open(reply("4.4.1 ", unreachable), hop), found);
        }
        log.debug("{} {} {}: {}", name, target.address(), tls, found.values());
        found.forEach((address, verdict) ->
                verdicts.merge(address, verdict, (old, now) -> now.after(old)));
    }

    private static Reply reply(String status, Exception failure) {
        return new Reply(451, status + failure.getMessage());
    }

    private void transfer(Transactions connection, Work work, Map<EmailAddress, Verdict> verdicts) {
        long start = System.nanoTime();
        boolean reused = connection.used();
        boolean finished = false; // a message that cannot be read may be any exception
        try {
            connection.send(work.envelope(), work.octets(), work.left(), verdicts);
            finished = true;
        } catch (IOException broken) {
            var hop = connection.dialogue().hop();
            work.all(Verdict.open(reply("4.4.2 ", broken), hop), verdicts);
        } finally {
            if (!finished) {
                connection.dialogue().close();
                standing = null;
            } else if (!connection.usable()) {
                close();
            }
            meters.attempted(verdicts.values(), reused, System.nanoTime() - start);
        }
    }

    /** True when the next message can go over the connection that stands. */
    public boolean reusable() {
        var connection = standing;
        return connection != null && connection.usable() && System.nanoTime() - until < 0;
    }

    /**
     * Recipients that the next message can have in one transaction: what the host has told if a
     * connection stands, else what every host takes.
     */
    public int recipientMax() {
        var connection = standing;
        return connection == null ? Transactions.LEAST_RECIPIENTS : connection.recipientMax();
    }

    /** Ends the connection politely. */
    @Override
    public void close() {
        var connection = standing;
        standing = null;
        if (connection != null) {
            connection.dialogue().bye();
        }
    }
}
