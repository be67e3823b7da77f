package org.bocau.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.bocau.account.Account;
import org.bocau.net.Connection;
import org.bocau.net.DeadlineException;
import org.bocau.net.LineTooLongException;
import org.bocau.net.Service;
import org.bocau.net.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One POP3 conversation. Runs on its own virtual thread and owns all session state: nothing here is
 * locked or volatile. RFC 1939.
 */
final class Pop3Session implements Session {
    private static final Logger log = LoggerFactory.getLogger(Pop3Session.class);

    /** RFC 2449 §4, without CRLF. */
    private static final int LINE = 253;

    private final Connection connection;
    private final Pop3Server.Parts parts;
    private final Replies replies;
    private final Pop3Login login;

    private @Nullable Maildrop maildrop; // null: AUTHORIZATION state; else TRANSACTION
    private boolean open = true;
    private boolean utf8;
    private int mistakes;

    Pop3Session(Connection connection, Pop3Server.Parts parts) {
        this.connection = connection;
        this.parts = parts;
        this.replies = new Replies(connection);
        this.login = new Pop3Login(connection, parts, replies);
    }

    @Override
    public void run() throws IOException {
        try {
            replies.ok(parts.host() + " POP3 server ready");
            while (open) {
                if (!connection.inputWaiting()) {
                    connection.flush(); // one write for a pipelined group, RFC 2449 §6.6
                }
                next();
            }
        } finally {
            if (maildrop != null) {
                maildrop.close(); // without QUIT nothing is deleted, RFC 1939 §6
            }
        }
    }

    private void next() throws IOException {
        try {
            var line =
                    maildrop == null
                            ? connection.readLine(Pop3Login.AUTH_LINE, login.timeLeft())
                            : connection.readLine(LINE, parts.properties().idleTimeout());
            if (line == null) {
                leave();
            } else {
                answer(line);
            }
        } catch (LineTooLongException e) {
            mistake("the line is too long");
        } catch (DeadlineException e) { // RFC 1939 §3: the autologout deletes nothing
            close("idle for too long, closing");
        }
    }

    /** The client hung up, or the server stops and says so. */
    private void leave() throws IOException {
        open = false;
        if (connection.stopping()) {
            replies.err(Pop3Refusal.SYS_TEMP + "the server is shutting down");
        }
    }

    /** Four kinds of failure, told apart here and nowhere else; the fourth is the peer's going. */
    private void answer(Connection.Line line) throws IOException {
        try {
            handle(parse(line));
        } catch (Pop3Refusal refusal) {
            refused(refusal);
        } catch (DataAccessException | TransactionException down) {
            log.warn("{}: store unavailable: {}", connection.id(), down.toString());
            failed("the mail store does not answer");
        } catch (RuntimeException bug) {
            parts.failures().bug(connection, bug);
            open = false;
            failed("internal error, closing");
        }
    }

    private void refused(Pop3Refusal refusal) throws IOException {
        if (login.exhausted()) {
            close(refusal.text() + ", closing");
        } else if (refusal.counts()) {
            mistake(refusal.text());
        } else {
            replies.err(refusal.text());
        }
    }

    private void failed(String why) throws IOException {
        if (replies.inMultiLine()) { // the client takes what comes next for the message
            throw new IOException("a response could not be completed");
        }
        replies.err(Pop3Refusal.SYS_TEMP + why);
    }

    private void mistake(String why) throws IOException {
        mistakes++;
        if (mistakes >= parts.properties().maxErrors()) {
            close("too many errors, closing");
        } else {
            replies.err(why);
        }
    }

    private void close(String why) throws IOException {
        open = false;
        replies.err(why);
    }

    private Pop3Command parse(Connection.Line line) {
        var text = line.text();
        boolean auth = text.regionMatches(true, 0, "AUTH", 0, 4);
        boolean pass = text.regionMatches(true, 0, "PASS", 0, 4);
        connection.transcript().client(auth || pass ? text.substring(0, 4) + " ***" : text);
        if (!auth && line.octets().length > LINE) {
            throw Pop3Refusal.mistake("the line is too long");
        }
        return Pop3Command.parse(line.octets());
    }

    /** The state machine, on one page. */
    private void handle(Pop3Command command) throws IOException {
        switch (command) {
            case Pop3Command.Capa _ -> capabilities();
            case Pop3Command.Quit _ -> quit();
            case Pop3Command.Stls _ -> startTls();
            case Pop3Command.Utf8 _ -> utf8();
            case Pop3Command.User c -> {
                requireAuthorization();
                login.user(c.name());
                replies.ok("");
            }
            case Pop3Command.Pass c -> {
                requireAuthorization();
                enter(login.password(c.password()));
            }
            case Pop3Command.Auth c -> {
                requireAuthorization();
                authenticate(c);
            }
            case Pop3Command.Stat _ -> {
                var drop = transaction();
                replies.ok(drop.count() + " " + drop.octets());
            }
            case Pop3Command.List c -> list(transaction(), c.message());
            case Pop3Command.Uidl c -> uniqueIds(transaction(), c.message());
            case Pop3Command.Retr c -> retrieve(transaction(), c.message());
            case Pop3Command.Top c -> top(transaction(), c);
            case Pop3Command.Dele c -> delete(transaction(), c.message());
            case Pop3Command.Noop _ -> {
                transaction();
                replies.ok("");
            }
            case Pop3Command.Rset _ -> {
                transaction().unmarkAll();
                replies.ok("maildrop has " + summary(transaction()));
            }
        }
    }

    private void requireAuthorization() {
        if (maildrop != null) {
            throw Pop3Refusal.mistake("you are logged in already");
        }
    }

    private Maildrop transaction() {
        if (maildrop == null) {
            throw Pop3Refusal.mistake("log in first");
        }
        return maildrop;
    }

    // ---- AUTHORIZATION ----

    private void authenticate(Pop3Command.Auth auth) throws IOException {
        if (auth.mechanism() != null) {
            enter(login.sasl(auth.mechanism(), auth.initial()));
            return;
        }
        // Liberal: Outlook asks for the mechanisms like this (RFC 5034 §4 demands one).
        replies.begin("mechanisms follow");
        for (var mechanism : login.mechanisms()) {
            replies.line(mechanism);
        }
        replies.end();
    }

    private void enter(Account account) throws IOException {
        var drop = Maildrop.open(account, parts.store());
        maildrop = drop;
        connection.user(account.address().toString());
        replies.ok("maildrop has " + summary(drop));
    }

    private static String summary(Maildrop drop) {
        return Maildrop.messages(drop.count()) + " (" + drop.octets() + " octets)";
    }

    /** RFC 2595 §4. What was said in the clear is forgotten; what was sent ahead ends it all. */
    private void startTls() throws IOException {
        if (maildrop != null || connection.secure() || !tlsOffered()) {
            throw Pop3Refusal.mistake("STLS is not possible now");
        }
        replies.ok("begin TLS negotiation");
        connection.flush();
        connection.startTls();
        login.forget();
        utf8 = false;
    }

    private boolean tlsOffered() {
        return connection.service().tls() == Service.Tls.STARTTLS;
    }

    /** RFC 6856 §2.1. We send what is stored in either mode, as all clients expect by now. */
    private void utf8() throws IOException {
        requireAuthorization();
        if (utf8) {
            throw Pop3Refusal.mistake("UTF8 is in effect already");
        }
        utf8 = true;
        replies.ok("UTF-8 in effect");
    }

    /** RFC 2449 §5. */
    private void capabilities() throws IOException {
        replies.begin("capability list follows");
        replies.line("TOP");
        replies.line("UIDL");
        replies.line("RESP-CODES");
        replies.line("AUTH-RESP-CODE"); // RFC 3206 §6
        replies.line("PIPELINING");
        replies.line("UTF8 USER"); // RFC 6856 §2.2
        replies.line("EXPIRE NEVER");
        if (login.passwordAllowed()) {
            replies.line("USER");
        }
        var mechanisms = login.mechanisms();
        if (!mechanisms.isEmpty()) {
            replies.line("SASL " + String.join(" ", mechanisms));
        }
        if (maildrop == null && tlsOffered() && !connection.secure()) {
            replies.line("STLS");
        }
        replies.end();
    }

    // ---- TRANSACTION ----

    private void list(Maildrop drop, @Nullable Long message) throws IOException {
        if (message != null) {
            int number = drop.require(message);
            replies.ok(number + " " + drop.sizeOf(number));
            return;
        }
        replies.begin(summary(drop));
        for (int number : drop.numbers()) {
            replies.line(number + " " + drop.sizeOf(number));
        }
        replies.end();
    }

    private void uniqueIds(Maildrop drop, @Nullable Long message) throws IOException {
        if (message != null) {
            int number = drop.require(message);
            replies.ok(number + " " + drop.uniqueId(number));
            return;
        }
        replies.begin("unique-id listing follows");
        for (int number : drop.numbers()) {
            replies.line(number + " " + drop.uniqueId(number));
        }
        replies.end();
    }

    private void retrieve(Maildrop drop, long message) throws IOException {
        int number = drop.require(message);
        try (var octets = octets(drop, number)) {
            replies.begin(drop.sizeOf(number) + " octets");
            DotStuffing.message(octets, replies.body());
            replies.end();
        }
    }

    private void top(Maildrop drop, Pop3Command.Top top) throws IOException {
        try (var octets = octets(drop, drop.require(top.message()))) {
            replies.begin("top of message follows");
            DotStuffing.top(octets, top.lines(), replies.body());
            replies.end();
        }
    }

    /** Reads the first octet, so that a body that cannot be read is told and not begun. */
    private InputStream octets(Maildrop drop, int number) throws IOException {
        var body = drop.message(number).body();
        var octets = new PushbackInputStream(parts.store().bodies().open(body, 0, body.size()));
        int first = octets.read();
        if (first >= 0) {
            octets.unread(first);
        }
        return octets;
    }

    private void delete(Maildrop drop, long message) throws IOException {
        int number = drop.require(message);
        drop.mark(number);
        replies.ok("message " + number + " deleted");
    }

    /** RFC 1939 §6: the only place where messages are removed. The session ends either way. */
    private void quit() throws IOException {
        open = false;
        var goodbye = parts.host() + " POP3 server signing off";
        if (maildrop == null) {
            replies.ok(goodbye);
            return;
        }
        maildrop.removeMarked();
        var left = maildrop.count();
        var rest = left == 0 ? "maildrop empty" : Maildrop.messages(left) + " left";
        maildrop.close(); // before the reply: who reads it may log in again at once
        maildrop = null;
        replies.ok(goodbye + " (" + rest + ")");
    }
}
