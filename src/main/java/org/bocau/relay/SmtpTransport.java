package org.bocau.relay;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.bocau.message.EmailAddress;

/**
 * The client side of SMTP: one message to one host. Keeps nothing between two attempts and decides
 * nothing but what the host's replies say. RFC 5321, 3207, 1870, 6152, 6531.
 */
final class SmtpTransport {
    private final String helo;
    private final Timeouts timeouts;
    private final TrustChoice trust;

    /**
     * @param helo the name this server greets with
     */
    SmtpTransport(String helo, Timeouts timeouts) {
        this.helo = helo;
        this.timeouts = timeouts;
        this.trust = new TrustChoice();
    }

    /**
     * Sends a message.
     *
     * @return an outcome for every recipient
     * @throws IOException nothing is known to be delivered: no connection, or it broke. After the
     *     final dot that is a doubt, and trying again may deliver twice (RFC 5321 §4.5.3.2.6)
     */
    Attempt send(Hosts.Target host, TlsPolicy tls, Envelope envelope, Octets octets)
            throws IOException {
        try {
            return attempt(host, tls, true, envelope, octets);
        } catch (SSLException unusable) {
            if (tls == TlsPolicy.REQUIRED) {
                throw unusable;
            }
            return attempt(host, tls, false, envelope, octets);
        }
    }

    private Attempt attempt(
            Hosts.Target host, TlsPolicy tls, boolean tryTls, Envelope envelope, Octets octets)
            throws IOException {
        try (var connection = new HostConnection(host.address(), timeouts)) {
            var dialogue = new Dialogue(host, connection, envelope);
            var refused = dialogue.open(tls, tryTls);
            if (refused.isPresent()) {
                dialogue.quit();
                return dialogue.all(refused.get());
            }
            return dialogue.transfer(octets);
        }
    }

    /** One conversation with one host. */
    private final class Dialogue {
        private final Hosts.Target host;
        private final HostConnection connection;
        private final Envelope envelope;
        private final Map<String, String> offered = new LinkedHashMap<>();
        private boolean secured;

        Dialogue(Hosts.Target host, HostConnection connection, Envelope envelope) {
            this.host = host;
            this.connection = connection;
            this.envelope = envelope;
        }

        /** Greets, and secures the connection. The reply that ends it all, if one does. */
        Optional<Reply> open(TlsPolicy tls, boolean tryTls) throws IOException {
            var greeting = connection.reply(timeouts.reply());
            if (!greeting.completed()) {
                return Optional.of(greeting);
            }
            var refused = greet();
            if (refused.isEmpty() && tryTls && offered.containsKey("STARTTLS")) {
                refused = secure(tls);
            }
            if (refused.isEmpty() && tls == TlsPolicy.REQUIRED && !secured) {
                return Optional.of(new Reply(450, "4.7.4 The host offers no TLS"));
            }
            return refused.isPresent() ? refused : unable();
        }

        private Optional<Reply> greet() throws IOException {
            offered.clear();
            var ehlo = connection.command("EHLO " + helo, timeouts.reply());
            if (ehlo.completed()) {
                connection.lastLines().stream().skip(1).forEach(this::offers);
                return Optional.empty();
            }
            var hello = connection.command("HELO " + helo, timeouts.reply());
            return hello.completed() ? Optional.empty() : Optional.of(hello);
        }

        private void offers(String line) {
            var words = line.strip().split(" ", 2);
            offered.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }

        private Optional<Reply> secure(TlsPolicy tls) throws IOException {
            var ready = connection.command("STARTTLS", timeouts.reply());
            if (!ready.completed()) {
                return Optional.empty(); // without, if the policy allows
            }
            boolean verify = tls == TlsPolicy.REQUIRED;
            connection.startTls(trust.factory(verify), verify);
            secured = true;
            return greet(); // RFC 3207 §4.2: what was said before does not count
        }

        /** What the host cannot carry is returned rather than corrupted. */
        private Optional<Reply> unable() {
            if (envelope.smtpUtf8() && !offered.containsKey("SMTPUTF8")) {
                return Optional.of(new Reply(550, "5.6.7 The host does not take SMTPUTF8"));
            }
            if ((envelope.body() != Envelope.Body.SEVEN_BIT) && !offered.containsKey("8BITMIME")) {
                return Optional.of(new Reply(550, "5.6.3 The host does not take 8BITMIME"));
            }
            var size = offered.getOrDefault("SIZE", "");
            boolean tooLarge =
                    size.matches("[0-9]{1,18}")
                            && Long.parseLong(size) > 0
                            && envelope.octets() > Long.parseLong(size);
            return tooLarge
                    ? Optional.of(new Reply(552, "5.3.4 The message is too large for the host"))
                    : Optional.empty();
        }

        Attempt transfer(Octets octets) throws IOException {
            var mail = connection.command(mail(), timeouts.reply());
            if (!mail.completed()) {
                quit();
                return all(mail);
            }
            var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
            for (var recipient : envelope.recipients()) {
                var reply =
                        connection.command(
                                "RCPT TO:<" + recipient.address() + ">", timeouts.reply());
                if (!reply.completed()) {
                    outcomes.put(recipient.address(), Outcome.of(reply, hop()));
                }
            }
            List<EmailAddress> accepted =
                    envelope.recipients().stream()
                            .map(Envelope.Recipient::address)
                            .filter(r -> !outcomes.containsKey(r))
                            .toList();
            if (!accepted.isEmpty()) {
                var end = data(octets);
                var outcome =
                        end.completed()
                                ? new Outcome.Delivered(end, hop())
                                : Outcome.of(end, hop());
                accepted.forEach(recipient -> outcomes.put(recipient, outcome));
            }
            quit();
            return new Attempt(outcomes);
        }

        private String mail() {
            var sender = envelope.reversePath();
            return "MAIL FROM:<"
                    + (sender == null ? "" : sender)
                    + ">"
                    + (offered.containsKey("SIZE") ? " SIZE=" + envelope.octets() : "")
                    + ((envelope.body() != Envelope.Body.SEVEN_BIT) ? " BODY=8BITMIME" : "")
                    + (envelope.smtpUtf8() ? " SMTPUTF8" : "");
        }

        private Reply data(Octets octets) throws IOException {
            var go = connection.command("DATA", timeouts.data());
            if (!go.intermediate()) {
                return go;
            }
            var stuffed = new DotStuffing(connection.out());
            try (var message = octets.open()) {
                message.transferTo(stuffed);
                stuffed.finish();
            } catch (DotStuffing.UnsendableException never) {
                connection.close(); // without the dot: nothing was sent
                return new Reply(550, "5.6.0 " + never.getMessage());
            }
            return connection.reply(timeouts.end());
        }

        private Hop hop() {
            return new Hop(host.host().name(), host.address(), secured, false);
        }

        Attempt all(Reply reply) {
            var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
            envelope.recipients().forEach(r -> outcomes.put(r.address(), Outcome.of(reply, hop())));
            return new Attempt(outcomes);
        }

        /** Politeness: what counts has been said. */
        void quit() {
            try {
                connection.command("QUIT", timeouts.connect());
            } catch (IOException gone) {
                // it hung up first
            }
        }
    }
}
