package org.bocau.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
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

    /** Who downloads asks for the next message sooner. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final Pop3Server.Parts parts;
    private final Replies replies;
    private final Pop3Login login;

    private @Nullable Maildrop maildrop; // null: AUTHORIZATION state; else TRANSACTION
    private boolean open = true;
    private boolean pausing;
    private boolean utf8;
    private int mistakes;

    Pop3Session(Connection connection, Pop3Server.Parts parts) {
        this.connection = connection;
        this.parts = parts;
        this.replies = new Replies(connection, parts.meters());
        this.login = new Pop3Login(connection, parts, replies);
    }

    @Override
    public void run() throws IOException {
        try {
            replies.ok(Text.of("ready", parts.host()));
            while (open) {
                turn();
                if (downloading()) {
                    Download.run(connection.id(), this::download);
                }
            }
        } finally {
            if (maildrop != null) {
                maildrop.close(); // without QUIT nothing is deleted, RFC 1939 §6
            }
        }
    }

    private boolean downloading() {
        return open && !pausing && maildrop != null && maildrop.downloading();
    }

    /**
     * The same, on a thread that is woken sooner. A client that pauses once is left to its pace.
     */
    private void download() throws IOException {
        while (downloading()) {
            if (flush() && maildrop != null) {
                maildrop.makeReady();
            }
            if (!connection.awaitInput(PAUSE)) {
                pausing = true;
                return;
            }
            next();
        }
    }

    private void turn() throws IOException {
        var _ = flush();
        next();
    }

    /** One write for a pipelined group, RFC 2449 §6.6. True when the client waits for it. */
    private boolean flush() throws IOException {
        boolean waited = !connection.inputWaiting();
        if (waited) {
            connection.flush();
        }
        return waited;
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
            refused(Pop3Refusal.mistake("line-too-long"));
        } catch (EOFException cut) { // within a login
            if (!connection.stopping()) {
                throw cut;
            }
            leave();
        } catch (DeadlineException e) { // RFC 1939 §3: the autologout deletes nothing
            close("", Text.of("idle"));
        }
    }

    /** The client hung up, or the server stops and says so. */
    private void leave() throws IOException {
        open = false;
        if (connection.stopping()) {
            replies.err(Pop3Refusal.SYS_TEMP, Text.of("shutting-down"));
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
            failed(Text.of("store-down"));
        } catch (RuntimeException bug) {
            parts.failures().bug(connection, bug);
            open = false;
            failed(Text.of("internal-error"));
        }
    }

    private void refused(Pop3Refusal refusal) throws IOException {
        if (login.exhausted()) {
            close(refusal.code(), Text.of("closing", refusal.text()));
            return;
        }
        mistakes += refusal.counts() ? 1 : 0;
        if (refusal.counts() && mistakes >= parts.properties().maxErrors()) {
            close("", Text.of("too-many-errors"));
        } else {
            replies.err(refusal.code(), refusal.text());
        }
    }

    private void failed(Text why) throws IOException {
        if (replies.inMultiLine()) { // the client takes what comes next for the message
            throw new IOException("a response could not be completed");
        }
        replies.err(Pop3Refusal.SYS_TEMP, why);
    }

    private void close(String code, Text why) throws IOException {
        open = false;
        replies.err(code, why);
    }

    private Pop3Command parse(Connection.Line line) {
        var text = line.text();
        boolean auth = text.regionMatches(true, 0, "AUTH", 0, 4);
        boolean pass = text.regionMatches(true, 0, "PASS", 0, 4);
        connection.transcript().client(auth || pass ? text.substring(0, 4) + " ***" : text);
        if (!auth && line.octets().length > LINE) {
            throw Pop3Refusal.mistake("line-too-long");
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
            case Pop3Command.Lang c -> language(c.range());
            case Pop3Command.User c -> {
                requireAuthorization();
                login.user(c.name());
                replies.ok();
            }
            case Pop3Command.Pass c -> {
                requireAuthorization();
                enter(login.password(c.password()));
            }
            case Pop3Command.Auth c -> {
                requireAuthorization();
                authenticate(c);
            }
            case Pop3Command.Stat _ -> transaction().status();
            case Pop3Command.List c -> transaction().list(c.message());
            case Pop3Command.Uidl c -> transaction().uniqueIds(c.message());
            case Pop3Command.Retr c -> transaction().retrieve(c.message());
            case Pop3Command.Top c -> transaction().top(c.message(), c.lines());
            case Pop3Command.Dele c -> transaction().delete(c.message());
            case Pop3Command.Rset _ -> transaction().reset();
            case Pop3Command.Noop _ -> {
                var _ = transaction();
                replies.ok();
            }
        }
    }

    private void requireAuthorization() {
        if (maildrop != null) {
            throw Pop3Refusal.mistake("logged-in-already");
        }
    }

    private Transaction transaction() {
        if (maildrop == null) {
            throw Pop3Refusal.mistake("log-in-first");
        }
        return new Transaction(maildrop, replies);
    }

    private void authenticate(Pop3Command.Auth auth) throws IOException {
        if (auth.mechanism() != null) {
            enter(login.sasl(auth.mechanism(), auth.initial()));
            return;
        }
        // Liberal: Outlook asks for the mechanisms like this (RFC 5034 §4 demands one).
        replies.begin(Text.of("mechanisms"));
        for (var mechanism : login.mechanisms()) {
            replies.line(mechanism);
        }
        replies.end();
    }

    private void enter(Account account) throws IOException {
        var drop = Maildrop.open(account, parts.store());
        maildrop = drop;
        connection.user(account.address().toString());
        replies.ok(Text.of("has", drop.summary()));
    }

    /** RFC 2595 §4. What was said in the clear is forgotten; what was sent ahead ends it all. */
    private void startTls() throws IOException {
        if (maildrop != null || connection.secure() || !tlsOffered()) {
            throw Pop3Refusal.mistake("no-stls");
        }
        replies.ok(Text.of("begin-tls"));
        connection.flush();
        connection.startTls();
        login.forget();
        replies.speak(Text.ENGLISH);
        utf8 = false;
    }

    private boolean tlsOffered() {
        return connection.service().tls() == Service.Tls.STARTTLS;
    }

    /** RFC 6856 §2.1. We send what is stored in either mode, as all clients expect by now. */
    private void utf8() throws IOException {
        requireAuthorization();
        if (utf8) {
            throw Pop3Refusal.mistake("utf8-already");
        }
        utf8 = true;
        replies.ok(Text.of("utf8"));
    }

    /** RFC 6856 §3.2. In both states; of languages unknown the old one stays. */
    private void language(@Nullable String range) throws IOException {
        if (range == null) {
            replies.begin(Text.of("languages"));
            for (var line : Text.listing()) {
                replies.line(line);
            }
            replies.end();
            return;
        }
        var chosen = Text.language(range);
        if (chosen == null) {
            throw Pop3Refusal.of("", Text.of("language-unknown"));
        }
        replies.speak(chosen);
        replies.ok(chosen.toLanguageTag(), Text.of("language"));
    }

    /** RFC 2449 §5. */
    private void capabilities() throws IOException {
        replies.begin(Text.of("capabilities"));
        replies.line("TOP");
        replies.line("UIDL");
        replies.line("RESP-CODES");
        replies.line("AUTH-RESP-CODE"); // RFC 3206 §6
        replies.line("PIPELINING");
        replies.line("UTF8 USER"); // RFC 6856 §2.2
        replies.line("LANG");
        replies.line("EXPIRE NEVER"); // nothing here deletes mail by its age
        replies.line("LOGIN-DELAY 0"); // who logs in again at once is let in
        replies.line("IMPLEMENTATION Bo-Cau"); // no version: RFC 2449 §6.9 warns of it
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

    /** RFC 1939 §6: the only place where messages are removed. The session ends either way. */
    private void quit() throws IOException {
        open = false;
        if (maildrop == null) {
            replies.ok(Text.of("bye", parts.host()));
            return;
        }
        if (maildrop.anyMarked()) {
            login.requireStillHolds();
        }
        maildrop.removeMarked();
        var left = maildrop.count();
        maildrop.close(); // before the reply: who reads it may log in again at once
        maildrop = null;
        replies.ok(
                left == 0
                        ? Text.of("bye.empty", parts.host())
                        : Text.of("bye.left", parts.host(), Text.messages(left)));
    }
}
