package org.bocau.relay;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import javax.net.ssl.SSLException;
import org.bocau.relay.TlsResult.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a host that has greeted us and said what it offers: ready for MAIL. RFC 5321
 * §3.1, §3.2, RFC 3207.
 */
final class Dialogue implements AutoCloseable {
    private final HostConnection connection;
    private final Hosts.Target target;
    private final Timeouts timeouts;
    private Features features = Features.NONE;
    private boolean secured;

    private Dialogue(HostConnection connection, Hosts.Target target, Timeouts timeouts) {
        this.connection = connection;
        this.target = target;
        this.timeouts = timeouts;
    }

    /**
     * What we say and want.
     *
     * @param helo the name this server greets with
     * @param credentials null: without AUTH
     * @param counting told how TLS went
     * @param mayBeUs a host of this very name is no loop: it was named by the administrator
     */
    record Terms(
            String helo,
            TlsPolicy tls,
            TrustChoice trust,
            TlsCounting counting,
            Route.@Nullable Credentials credentials,
            boolean mayBeUs) {
        Terms with(TlsPolicy other) {
            return new Terms(helo, other, trust, counting, credentials, mayBeUs);
        }
    }

    /**
     * Connects, and gets as far as MAIL. Where TLS may be done without and does not work, connects
     * again and does without.
     *
     * @throws HostRefusal the host said no, or may not be given the message
     * @throws SSLException the TLS that is required failed
     * @throws IOException no connection, or it broke
     */
    static Dialogue open(Hosts.Target target, Terms terms, Timeouts timeouts)
            throws IOException, HostRefusal {
        try {
            return connect(target, terms, timeouts);
        } catch (SSLException unusable) {
            if (terms.tls().required() || terms.credentials() != null) { // no password in the clear
                throw unusable;
            }
            return connect(target, terms.with(new TlsPolicy.Off()), timeouts);
        }
    }

    private static Dialogue connect(Hosts.Target target, Terms terms, Timeouts timeouts)
            throws IOException, HostRefusal {
        var connection = new HostConnection(target.host().name(), target.address(), timeouts);
        boolean ready = false;
        try {
            terms.counting().connected(connection.localAddress());
            var dialogue = new Dialogue(connection, target, timeouts);
            dialogue.begin(terms);
            ready = true;
            return dialogue;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private void begin(Terms terms) throws IOException, HostRefusal {
        if (terms.tls() instanceof TlsPolicy.Verified(boolean implicit) && implicit) {
            handshake(terms);
        }
        require(connection.reply(timeouts.reply()));
        greet(terms);
        if (!secured && !(terms.tls() instanceof TlsPolicy.Off)) {
            if (features.offers("STARTTLS")) {
                secure(terms);
            } else {
                terms.counting().failed(Kind.STARTTLS_NOT_SUPPORTED, "not offered");
            }
            if (!secured && terms.tls().required()) {
                throw refusal(new Reply(450, "4.7.4 The host offers no TLS, which is required"));
            }
        }
        if (terms.credentials() != null) {
            authenticate(terms, terms.credentials());
        }
    }

    private void greet(Terms terms) throws IOException, HostRefusal {
        features = Features.NONE;
        var ehlo = connection.command("EHLO " + terms.helo(), timeouts.reply());
        if (!ehlo.completed()) {
            if (ehlo.closing()) {
                throw refusal(ehlo);
            }
            require(connection.command("HELO " + terms.helo(), timeouts.reply()));
            return;
        }
        var lines = connection.lastLines();
        var name = lines.getFirst().strip().split(" ", 2)[0];
        if (!terms.mayBeUs() && name.equalsIgnoreCase(terms.helo())) {
            throw refusal(new Reply(550, "5.4.6 The mail host of the domain is this server"));
        }
        features = Features.of(lines);
    }

    private void secure(Terms terms) throws IOException, HostRefusal {
        var ready = connection.command("STARTTLS", timeouts.reply());
        if (ready.closing()) {
            throw refusal(ready);
        }
        if (ready.completed()) {
            handshake(terms);
            greet(terms); // RFC 3207 §4.2: what was said before does not count
        } else {
            terms.counting().failed(Kind.STARTTLS_NOT_SUPPORTED, ready.toString());
        }
    }

    private void handshake(Terms terms) throws IOException {
        var name =
                terms.tls() instanceof TlsPolicy.Dane(var base, _, _) ? base : target.host().name();
        var noted = new ArrayList<CertificateException>();
        try {
            var factory = terms.trust().factory(terms.tls(), noted::add);
            connection.startTls(factory, name, terms.tls().looksAtName());
        } catch (SSLException failed) {
            terms.counting().failed(TlsFailures.kind(failed), String.valueOf(failed.getMessage()));
            throw failed;
        }
        secured = true;
        noted.forEach(wrong ->
                terms.counting()
                        .failed(TlsFailures.kind(wrong), String.valueOf(wrong.getMessage())));
        terms.counting().succeeded();
    }

    /** A password that is wrong is ours to mend: the mail waits (nothing is returned for it). */
    private void authenticate(Terms terms, Route.Credentials credentials)
            throws IOException, HostRefusal {
        if (!secured && !(terms.tls() instanceof TlsPolicy.Off)) {
            throw refusal(new Reply(450, "4.7.4 The smarthost offers no TLS to log in over"));
        }
        var reply =
                new Authentication(connection, timeouts, credentials).run(features.mechanisms());
        if (!reply.completed()) {
            throw refusal(new Reply(454, "4.7.8 The smarthost refused our login: " + reply));
        }
    }

    private void require(Reply reply) throws HostRefusal {
        if (!reply.completed()) {
            throw refusal(reply);
        }
    }

    private HostRefusal refusal(Reply reply) {
        quit();
        return new HostRefusal(reply, secured);
    }

    HostConnection connection() {
        return connection;
    }

    Hosts.Target target() {
        return target;
    }

    /** The protection that stands. */
    boolean secured() {
        return secured;
    }

    Features features() {
        return features;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    Hop hop() {
        return new Hop(target.host().name(), target.address(), secured, features.offers("DSN"));
    }

    /** Politeness, not waited for: what counts has been said. */
    private void quit() {
        try {
            connection.write("QUIT");
            connection.flush();
        } catch (IOException gone) {
            // it hung up first
        }
    }

    /** Says QUIT, reads the reply if it comes soon, and closes. RFC 5321 §4.1.1.10. */
    void bye() {
        try {
            connection.command("QUIT", timeouts.bye());
        } catch (IOException gone) {
            // it hung up first
        }
        close();
    }

    @Override
    public void close() {
        connection.close();
    }
}
