package org.bocau.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.delivery.DeliveryRefusal;
import org.bocau.delivery.Origin;
import org.bocau.net.Connection;
import org.bocau.net.DeadlineException;
import org.bocau.net.LineTooLongException;
import org.bocau.net.Service;
import org.bocau.net.Session;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
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
    private final ChunkPhase chunkPhase;
    private final Senders senders;
    private final Recipients recipients;

    private boolean open = true;
    private boolean grouped; // the last reply may wait for those to come
    private boolean began; // a mail transaction, ever
    private @Nullable String client; // what HELO or EHLO named
    private boolean extended; // it was EHLO
    private LoginResult.@Nullable Accepted entered; // by AUTH
    private @Nullable Account account;
    private @Nullable Transaction transaction;

    SmtpSession(Connection connection, SmtpServer server, Role role) {
        this.connection = connection;
        this.server = server;
        this.role = role;
        this.patience = new Patience(server.limits(), server.tarpit());
        this.dataPhase = new DataPhase(connection, server);
        this.chunkPhase = new ChunkPhase(connection, server, dataPhase);
        this.senders = new Senders(connection, server);
        this.recipients = new Recipients(connection, server, patience);
    }

    @Override
    public void run() throws IOException {
        try {
            send(greeting());
            while (open) {
                if (!grouped || !connection.inputWaiting()) {
                    connection.flush(); // RFC 2920 §3.2: one write for a pipelined group
                }
                var reply = next();
                if (reply != null) {
                    send(reply);
                }
            }
        } finally {
            endTransaction();
        }
    }

    private SmtpReply greeting() throws IOException {
        // RFC 5321 §4.3.1: the client waits. Programs that do not are rarely mail servers.
        if (role == Role.MX && connection.inputWaiting()) {
            return SmtpReply.of(421, "4.7.0", "You spoke before the greeting");
        }
        var text = server.host() + " Simple Mail Transfer Service Ready";
        return SmtpReply.plain(220, List.of(text));
    }

    private @Nullable SmtpReply next() throws IOException {
        grouped = false; // not what nobody understood
        try {
            var line = connection.readLine(longestLine(), patienceForLine());
            if (line == null) {
                return goodbye();
            }
            var reply = answer(line);
            return reply == null ? null : patience.after(reply);
        } catch (LineTooLongException tooLong) {
            return patience.after(SmtpReply.of(500, "5.5.2", "Line too long"));
        } catch (EOFException cut) { // within a message or a login
            if (!connection.stopping()) {
                throw cut;
            }
            return goodbye();
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
        if (reply.negative()) {
            server.meters().refused(connection.service().name(), reply);
        }
        open &= !reply.closes();
    }

    /** Four kinds of failure, told apart here and nowhere else; the fourth is the peer's going. */
    private @Nullable SmtpReply answer(Connection.Line line) throws IOException {
        try {
            var command = parse(line);
            grouped = command.grouped();
            return handle(command);
        } catch (SmtpRefusal refusal) {
            return refusal.reply();
        } catch (DeliveryRefusal refusal) {
            return SmtpRefusal.reply(refusal);
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
            throw new SmtpRefusal(500, "5.5.2", "Line too long");
        }
        return SmtpCommand.parse(text);
    }

    /** RFC 5321 §4.5.3.2.7, and for the first MAIL a time that no chatter prolongs. */
    private Duration patienceForLine() {
        var limits = server.limits();
        if (began) {
            return limits.commandTimeout();
        }
        var spent = Duration.between(connection.openedAt(), server.clock().instant());
        var left = limits.firstMailWithin().minus(spent);
        return left.compareTo(limits.commandTimeout()) < 0 ? left : limits.commandTimeout();
    }

    private int longestLine() {
        return role == Role.SUBMISSION && account == null
                ? Limits.AUTH_LINE
                : server.limits().maxCommandOctets();
    }

    /** The state machine, on one page. Null: all has been said. */
    private @Nullable SmtpReply handle(SmtpCommand command) throws IOException {
        if (command.idle()) {
            patience.idleCommand();
        }
        return switch (command) {
            case SmtpCommand.Helo c -> helo(c);
            case SmtpCommand.Ehlo c -> ehlo(c);
            case SmtpCommand.Mail c -> mail(c);
            case SmtpCommand.Rcpt c -> rcpt(c);
            case SmtpCommand.Data _ -> data();
            case SmtpCommand.Bdat c -> bdat(c);
            case SmtpCommand.Rset _ -> reset();
            case SmtpCommand.Vrfy c -> vrfy(c);
            case SmtpCommand.Expn c -> expn(c);
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
        lines.addAll(Extensions.of(connection, server, role, mechanisms()));
        return SmtpReply.plain(250, lines);
    }

    /** RFC 5321 §4.1.4: a greeting resets as RSET does. */
    private void greet(String name, boolean withExtensions) {
        client = name;
        extended = withExtensions;
        endTransaction();
    }

    private SmtpReply mail(SmtpCommand.Mail mail) {
        if (mail.handling() != SmtpCommand.Handling.MAIL) {
            requireLogin();
        }
        requireGreeting();
        var user = role == Role.SUBMISSION ? requireLogin() : null;
        if (transaction != null) {
            throw SmtpRefusal.badSequence("Nested MAIL command");
        }
        senders.check(mail, user == null ? null : entered);
        began = true;
        transaction = new Transaction(mail, server.delivery().mostRecipients(origin()));
        return SmtpReply.of(250, "2.1.0", "OK");
    }

    private SmtpReply rcpt(SmtpCommand.Rcpt rcpt) {
        var current = requireTransaction("RCPT");
        current.requireNoChunks("RCPT");
        recipients.add(rcpt, current, origin());
        return SmtpReply.of(250, "2.1.5", "OK");
    }

    private Transaction requireTransaction(String command) {
        var current = transaction;
        if (current == null) {
            throw SmtpRefusal.badSequence("Need MAIL before " + command);
        }
        return current;
    }

    private SmtpReply data() throws IOException {
        var current = requireTransaction("DATA");
        current.requireNoChunks("DATA");
        if (current.parameters().binary()) { // RFC 3030 §3
            throw SmtpRefusal.badSequence("BODY=BINARYMIME needs BDAT");
        }
        if (current.recipients().isEmpty()) { // RFC 5321 §3.3
            throw new SmtpRefusal(554, "5.5.1", "No valid recipients");
        }
        transaction = null; // whatever comes of it, it is over then
        connection.transcript().server("354");
        SmtpReply.plain(354, List.of("Start mail input; end with <CRLF>.<CRLF>"))
                .writeTo(connection.out());
        connection.flush();
        return deliver(current, dataPhase.stream());
    }

    private SmtpReply bdat(SmtpCommand.Bdat bdat) throws IOException {
        var current = transaction;
        try {
            return chunkPhase.take(bdat, current) && current != null
                    ? deliver(current, chunkPhase.whole(current))
                    : SmtpReply.of(250, "2.0.0", bdat.octets() + " octets received");
        } finally {
            if (bdat.last()) {
                endTransaction(); // whatever comes of it, it is over then
            }
        }
    }

    private SmtpReply deliver(Transaction current, MessageData data) throws IOException {
        var reply = dataPhase.run(current, data, origin(), name(), extended);
        if (!reply.negative()) {
            patience.restore();
        }
        return reply;
    }

    private void endTransaction() {
        if (transaction != null) {
            transaction.close();
            transaction = null;
        }
    }

    private SmtpReply reset() {
        endTransaction();
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

    /** RFC 5321 §3.5.2, §7.3: where it is not answered, the reply tells neither yes nor no. */
    private SmtpReply expn(SmtpCommand.Expn expn) {
        return role == Role.MX
                ? SmtpReply.of(252, "2.1.5", "Cannot EXPN, but will accept message")
                : server.enquiries().expand(expn, requireLogin());
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
        endTransaction();
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
        server.meters().login(connection.service().name(), reply);
        entered = exchange.login();
        if (entered != null) {
            account = entered.account();
            connection.user(account.address().toString());
        }
        return reply.negative() && patience.lastLogin()
                ? SmtpReply.of(421, "4.7.0", "Too many failed logins, closing channel")
                : reply;
    }

    /** For EHLO: none when nobody is to log in, or somebody has. */
    private List<String> mechanisms() {
        return role == Role.SUBMISSION && account == null ? offered() : List.of();
    }

    private List<String> offered() {
        return server.mechanisms().offered(login(), connection.internal());
    }

    private Login login() {
        return new Login(
                "submission", connection.remote(), connection.secure(), connection::channelBinding);
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
