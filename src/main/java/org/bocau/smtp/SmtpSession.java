package org.bocau.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.account.Destination;
import org.bocau.delivery.DeliveryRefusal;
import org.bocau.delivery.Origin;
import org.bocau.delivery.Recipient;
import org.bocau.delivery.RecipientVerdict;
import org.bocau.net.Connection;
import org.bocau.net.DeadlineException;
import org.bocau.net.LineTooLongException;
import org.bocau.net.Service;
import org.bocau.net.Session;
import org.bocau.security.Login;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One SMTP conversation, with another server or with a user's client. Runs on its own virtual
 * thread and owns all session state: nothing here is locked or volatile. RFC 5321, RFC 6409.
 */
final class SmtpSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);

    /** Whom a session is for. */
    enum Role {
        /** Other servers: they deliver to us, without login. */
        MX,
        /** Our users: they log in and send anywhere. RFC 6409. */
        SUBMISSION
    }

    private final Connection connection;
    private final SmtpServer server;
    private final Role role;
    private final Patience patience;
    private final DataPhase dataPhase;

    private boolean open = true;
    private @Nullable String client; // what HELO or EHLO named
    private boolean extended; // it was EHLO
    private @Nullable Account account;
    private @Nullable Transaction transaction;

    SmtpSession(Connection connection, SmtpServer server, Role role) {
        this.connection = connection;
        this.server = server;
        this.role = role;
        this.patience = new Patience(server.limits(), server.tarpit());
        this.dataPhase = new DataPhase(connection, server);
    }

    @Override
    public void run() throws IOException {
        send(greeting());
        while (open) {
            if (!connection.inputWaiting()) {
                connection.flush(); // RFC 2920 §3.2: one write for a pipelined group
            }
            var reply = next();
            if (reply != null) {
                send(reply);
            }
        }
    }

    private SmtpReply greeting() throws IOException {
        // RFC 5321 §4.3.1: the client waits. Programs that do not are rarely mail servers.
        if (role == Role.MX && connection.inputWaiting()) {
            return SmtpReply.of(554, "5.5.1", "You spoke before the greeting").thenClose();
        }
        var text = server.host() + " Simple Mail Transfer Service Ready";
        return SmtpReply.plain(220, List.of(text));
    }

    private @Nullable SmtpReply next() throws IOException {
        try {
            var line = connection.readLine(longestLine(), server.limits().commandTimeout());
            if (line == null) {
                return goodbye();
            }
            var reply = answer(line);
            return reply == null ? null : patience.after(reply);
        } catch (LineTooLongException tooLong) {
            return patience.after(SmtpReply.of(500, "5.5.6", "Line too long"));
        } catch (DeadlineException slow) {
            return SmtpReply.of(421, "4.4.2", server.host() + " Timeout, closing channel");
        }
    }

    /** The client hung up, or the server stops and says so. RFC 5321 §3.8. */
    private SmtpReply goodbye() throws IOException {
        if (!connection.stopping()) {
            throw new IOException("the client left without QUIT");
        }
        return SmtpReply.of(
                421,
                "4.3.2",
                server.host() + " Service not available, closing transmission channel");
    }

    private void send(SmtpReply reply) throws IOException {
        connection.transcript().server(reply.toString());
        reply.writeTo(connection.out());
        open &= !reply.closes();
    }

    /** Four kinds of failure, told apart here and nowhere else; the fourth is the peer's going. */
    private @Nullable SmtpReply answer(Connection.Line line) throws IOException {
        try {
            return handle(parse(line));
        } catch (SmtpRefusal refusal) {
            return refusal.reply();
        } catch (DeliveryRefusal refusal) {
            return reply(refusal);
        } catch (DataAccessException | TransactionException down) {
            log.warn("{}: store unavailable: {}", connection.id(), down.toString());
            return SmtpReply.TRY_LATER;
        } catch (RuntimeException bug) {
            server.failures().bug(connection, bug);
            return SmtpReply.CLOSING;
        }
    }

    private SmtpCommand parse(Connection.Line line) {
        var text = line.text();
        boolean auth = text.regionMatches(true, 0, "AUTH", 0, 4);
        connection.transcript().client(auth ? "AUTH ***" : text);
        if (line.bareLineFeed()) { // RFC 5321 §2.3.8: never a line end
            throw new SmtpRefusal(500, "5.5.2", "Lines end in CRLF");
        }
        if (!auth && line.octets().length > server.limits().maxCommandOctets()) {
            throw new SmtpRefusal(500, "5.5.6", "Line too long");
        }
        return SmtpCommand.parse(text);
    }

    private int longestLine() {
        return role == Role.SUBMISSION && account == null
                ? Limits.AUTH_LINE
                : server.limits().maxCommandOctets();
    }

    /** The state machine, on one page. Null: all has been said. */
    private @Nullable SmtpReply handle(SmtpCommand command) throws IOException {
        return switch (command) {
            case SmtpCommand.Helo c -> helo(c);
            case SmtpCommand.Ehlo c -> ehlo(c);
            case SmtpCommand.Mail c -> mail(c);
            case SmtpCommand.Rcpt c -> rcpt(c);
            case SmtpCommand.Data _ -> data();
            case SmtpCommand.Rset _ -> reset();
            case SmtpCommand.Vrfy c -> vrfy(c);
            case SmtpCommand.Expn c -> server.enquiries().expand(c, requireLogin());
            case SmtpCommand.Help c -> HelpText.about(c.topic(), role == Role.SUBMISSION);
            case SmtpCommand.Noop _ -> SmtpReply.of(250, "2.0.0", "OK");
            case SmtpCommand.Quit _ -> quit();
            case SmtpCommand.StartTls _ -> startTls();
            case SmtpCommand.Auth c -> auth(c);
        };
    }

    private SmtpReply helo(SmtpCommand.Helo helo) {
        greet(helo.client(), false);
        return SmtpReply.plain(250, List.of(server.host() + " hello " + helo.client()));
    }

    private SmtpReply ehlo(SmtpCommand.Ehlo ehlo) {
        greet(ehlo.client(), true);
        var lines = new ArrayList<String>();
        lines.add(server.host() + " hello " + ehlo.client());
        lines.add("PIPELINING");
        lines.add("8BITMIME");
        lines.add("SIZE " + server.limits().maxMessageOctets());
        lines.add("SMTPUTF8");
        lines.add("ENHANCEDSTATUSCODES");
        if (mayStartTls()) {
            lines.add("STARTTLS");
        }
        if (role == Role.SUBMISSION && account == null && !offered().isEmpty()) {
            lines.add("AUTH " + String.join(" ", offered()));
        }
        lines.add("HELP");
        return SmtpReply.plain(250, lines);
    }

    /** RFC 5321 §4.1.4: a greeting resets as RSET does. */
    private void greet(String name, boolean withExtensions) {
        client = name;
        extended = withExtensions;
        transaction = null;
    }

    private SmtpReply mail(SmtpCommand.Mail mail) {
        if (mail.handling() != SmtpCommand.Handling.MAIL) {
            requireLogin();
        }
        requireGreeting();
        if (role == Role.SUBMISSION) {
            requireOwn(mail.from(), requireLogin());
        }
        if (transaction != null) {
            throw SmtpRefusal.badSequence("Nested MAIL command");
        }
        if (mail.parameters().size() > server.limits().maxMessageOctets()) {
            throw SmtpRefusal.tooLarge();
        }
        transaction = new Transaction(mail);
        return SmtpReply.of(250, "2.1.0", "OK");
    }

    private void requireOwn(ReversePath from, Account user) {
        if (!server.submission().mayUse(user, from.address())) {
            throw new SmtpRefusal(553, "5.7.1", "You may not send as " + from);
        }
    }

    private SmtpReply rcpt(SmtpCommand.Rcpt rcpt) {
        var current = transaction;
        if (current == null) {
            throw SmtpRefusal.badSequence("Need MAIL before RCPT");
        }
        if (current.recipients().size() >= server.limits().maxRecipients()) {
            throw new SmtpRefusal(452, "4.5.3", "Too many recipients");
        }
        if (rcpt.to().internationalized() && !current.parameters().smtpUtf8()) {
            throw new SmtpRefusal(553, "5.6.7", "The address needs SMTPUTF8");
        }
        var address = rcpt.to().address();
        if (address == null) { // RFC 5321 §4.5.1
            address = server.delivery().postmaster().orElseThrow(SmtpRefusal::noSuchUser);
        }
        var verdict = server.delivery().check(address, current.parameters().size(), origin());
        current.add(accepted(verdict, rcpt.to(), current.handling()));
        return SmtpReply.of(250, "2.1.5", "OK");
    }

    private Recipient accepted(
            RecipientVerdict verdict, ForwardPath to, SmtpCommand.Handling handling) {
        return switch (verdict) {
            case RecipientVerdict.Accepted(var recipient) -> forHandling(recipient, handling);
            case RecipientVerdict.NoSuchUser _ -> throw unknown(to);
            case RecipientVerdict.RelayDenied _ -> throw SmtpRefusal.relayDenied();
            case RecipientVerdict.Disabled _ ->
                    throw new SmtpRefusal(550, "5.2.1", "Mailbox disabled");
            case RecipientVerdict.NoMembers _ ->
                    throw new SmtpRefusal(550, "5.2.4", "The list has no members");
            case RecipientVerdict.OverQuota _ ->
                    throw new SmtpRefusal(452, "4.2.2", "Mailbox full");
        };
    }

    /** Guessing costs strangers time, and in the end the connection. */
    private SmtpRefusal unknown(ForwardPath to) {
        if (account == null) {
            if (server.strangers().guessedTooMuch(connection.remote())) {
                throw new SmtpRefusal(421, "4.7.0", "Too many unknown recipients");
            }
            patience.unknownRecipient();
        }
        // a local part made for another mailer: percent hack, bang path, address within quotes
        return to.routesBeyond() ? SmtpRefusal.relayDenied() : SmtpRefusal.noSuchUser();
    }

    /** RFC 821 §3.4: terminals are ours alone; 450 when the user of one is not active. */
    private Recipient forHandling(Recipient recipient, SmtpCommand.Handling handling) {
        if (handling == SmtpCommand.Handling.MAIL) {
            return recipient;
        }
        if (!(recipient.destination() instanceof Destination.Local)) {
            throw new SmtpRefusal(550, "5.1.1", "Not a user of this server");
        }
        if (handling == SmtpCommand.Handling.SEND && !server.terminals().inUse(recipient)) {
            throw new SmtpRefusal(450, "4.2.1", "The user is not logged in now");
        }
        return recipient;
    }

    private SmtpReply data() throws IOException {
        var current = transaction;
        if (current == null) {
            throw SmtpRefusal.badSequence("Need MAIL before DATA");
        }
        if (current.recipients().isEmpty()) { // RFC 5321 §3.3
            throw new SmtpRefusal(554, "5.5.1", "No valid recipients");
        }
        transaction = null; // whatever comes of it, it is over then
        connection.transcript().server("354");
        SmtpReply.plain(354, List.of("Start mail input; end with <CRLF>.<CRLF>"))
                .writeTo(connection.out());
        connection.flush();
        var reply = dataPhase.run(current, origin(), name(), extended);
        if (!reply.negative()) {
            patience.restore();
        }
        return reply;
    }

    private static SmtpReply reply(DeliveryRefusal refusal) {
        var text = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case OVER_QUOTA -> SmtpReply.of(452, "4.2.2", text);
            case MAILBOX_GONE -> SmtpReply.of(450, "4.2.1", text);
            case LOOP -> SmtpReply.of(554, "5.4.6", text);
            case NOT_YOUR_ADDRESS -> SmtpReply.of(553, "5.7.1", text);
            case NOT_TAKEN -> SmtpReply.of(550, "5.7.1", text);
            case MALFORMED -> SmtpReply.of(550, "5.6.0", text);
        };
    }

    private SmtpReply reset() {
        transaction = null;
        return SmtpReply.of(250, "2.0.0", "OK");
    }

    private SmtpReply quit() {
        return SmtpReply.of(221, "2.0.0", server.host() + " Service closing transmission channel")
                .thenClose();
    }

    /** To strangers everybody is a perhaps. RFC 5321 §3.5.3, §7.3. */
    private SmtpReply vrfy(SmtpCommand.Vrfy vrfy) {
        var user = account;
        return user == null
                ? SmtpReply.of(
                        252,
                        "2.1.5",
                        "Cannot VRFY user, but will accept message and attempt delivery")
                : server.enquiries().verify(vrfy, user);
    }

    private @Nullable SmtpReply startTls() throws IOException {
        if (connection.service().tls() == Service.Tls.NONE) {
            throw SmtpRefusal.notHere();
        }
        if (connection.secure()) {
            throw SmtpRefusal.badSequence("TLS is active already");
        }
        if (account != null) {
            throw SmtpRefusal.badSequence("STARTTLS comes before AUTH");
        }
        SmtpReply.of(220, "2.0.0", "Ready to start TLS").writeTo(connection.out());
        connection.flush();
        connection.startTls(); // fails when anything was sent before the handshake
        client = null; // RFC 3207 §4.2: all that was said before is forgotten
        extended = false;
        transaction = null;
        return null; // 220 was the reply
    }

    private SmtpReply auth(SmtpCommand.Auth auth) throws IOException {
        if (role == Role.MX) {
            throw SmtpRefusal.notHere();
        }
        requireGreeting();
        if (account != null) {
            throw SmtpRefusal.badSequence("Already authenticated");
        }
        if (transaction != null) {
            throw SmtpRefusal.badSequence("AUTH within a mail transaction");
        }
        var mechanism = server.mechanisms().start(auth.mechanism(), login(), connection.internal());
        if (mechanism == null) {
            throw offered().isEmpty()
                    ? new SmtpRefusal(538, "5.7.11", "Encryption required, use STARTTLS first")
                    : new SmtpRefusal(504, "5.5.4", "Unrecognized authentication mechanism");
        }
        var exchange = new Authentication(connection, server.limits());
        var reply = exchange.run(mechanism, auth.initialResponse());
        account = exchange.account();
        if (account != null) {
            connection.user(account.address().toString());
        }
        return reply.negative() && patience.lastLogin()
                ? SmtpReply.of(421, "4.7.0", "Too many failed logins, closing channel")
                : reply;
    }

    private List<String> offered() {
        return server.mechanisms().offered(login(), connection.internal());
    }

    private Login login() {
        return new Login(
                "submission", connection.remote(), connection.secure(), connection::channelBinding);
    }

    private boolean mayStartTls() {
        return connection.service().tls() == Service.Tls.STARTTLS && !connection.secure();
    }

    private void requireGreeting() {
        if (client == null) {
            throw SmtpRefusal.badSequence("Send EHLO or HELO first");
        }
    }

    /** The commands of our users: on the MX service there are none. */
    private Account requireLogin() {
        if (role == Role.MX) {
            throw SmtpRefusal.notHere();
        }
        var user = account;
        if (user == null) {
            throw new SmtpRefusal(
                    530,
                    "5.7.0",
                    offered().isEmpty()
                            ? "Must issue a STARTTLS command first"
                            : "Authentication required");
        }
        return user;
    }

    private Origin origin() {
        var user = account;
        return user == null
                ? new Origin.Peer(connection.remote(), name(), connection.id())
                : new Origin.User(user, connection.id());
    }

    private String name() {
        return client == null ? "unknown" : client;
    }
}
