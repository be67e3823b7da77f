package org.bocau.imap;

import io.micrometer.core.instrument.Timer;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bocau.imap.Completion.Status;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.net.Connection;
import org.bocau.net.DeadlineException;
import org.bocau.net.LineTooLongException;
import org.bocau.net.Session;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One IMAP conversation. Runs on its connection's virtual thread, which owns all its state: nothing
 * here is locked or volatile. RFC 3501 §3.
 *
 * <p>The four kinds of failure are told apart here and nowhere else: a refusal is answered and the
 * session goes on; the store being down is {@code NO [UNAVAILABLE]}; the peer being gone ends the
 * session quietly; anything else is our bug: logged, counted, {@code * BYE}, closed.
 */
final class ImapSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);

    private static final String LOG_IN_AGAIN = "Log in again";

    private final ImapServer server;
    private final Connection connection;
    private final ImapWriter out;
    private final SessionInput input;
    private final ImapReader in;
    private Instant loginUntil;
    private @Nullable Authenticated user;
    private boolean open = true;
    private @Nullable String lastWords; // why the session ends after the command that runs
    private int errors;
    private int commands;
    private String tag = "*"; // of the command that runs
    private @Nullable ImapVerb verb; // of the same, once it is known

    ImapSession(ImapServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
        this.out = new ImapWriter(connection.out());
        this.input = new SessionInput(connection, out, server.properties().loginTime());
        this.in = new ImapReader(input, ReaderLimits.beforeLogin(server.properties()));
        this.loginUntil = server.clock().instant().plus(server.properties().loginTime());
    }

    @Override
    public void run() throws IOException {
        try {
            out.untagged("OK [" + capabilities() + "] Bo Cau ready");
            flush();
            while (open) {
                turn();
            }
        } catch (EOFException gone) {
            goodBye(connection.stopping() ? "Server is shutting down" : null);
        } catch (DeadlineException late) {
            goodBye(user == null ? "Too long without login" : "Too long without a command");
        } finally {
            leave();
        }
    }

    /** Says good-bye where the peer may still hear it. */
    private void goodBye(@Nullable String why) throws IOException {
        open = false;
        if (why != null && !out.lineOpen()) {
            out.untagged("BYE " + why);
            flush();
        }
    }

    private void leave() {
        log.debug("{}: imap session ended after {} commands", connection.id(), commands);
        logOut();
    }

    /** Forgets who was here and all that was theirs. */
    private void logOut() {
        if (user != null) {
            user.leave();
            if (!connection.internal()) {
                server.access().sessions().leave(user.account().id());
            }
            user = null;
        }
    }

    // --- one command ----------------------------------------------------------------------------

    /** Reads and answers one command. */
    private void turn() throws IOException {
        if (user == null) {
            input.lineTime(Duration.between(now(), loginUntil));
        }
        if (user != null && user.notifications().listening()) {
            awaitCommand(user);
            if (!open) {
                return;
            }
        }
        try {
            in.next();
        } catch (LineTooLongException tooLong) {
            finish(ImapReader.tagOf(tooLong), refused(tooLong()));
            return;
        }
        commands++;
        tag = "*";
        verb = null;
        var sample = Timer.start(server.meters());
        Completion completion = answer();
        sample.stop(server.timer(verb, completion.status()));
        finish(tag, completion);
    }

    /** Between commands: tells what a client that uses NOTIFY wants to hear. RFC 5465 §3.1. */
    private void awaitCommand(Authenticated who) throws IOException {
        if (input.waiting()) {
            return;
        }
        betweenCommands(who, true);
        try (var line = new LineWait(this, who.hints())) {
            do {
                if (!tellChangesOrLater()) {
                    goodBye(LOG_IN_AGAIN);
                    return;
                }
                if (who.selected() != null) {
                    who.selected().tellHighestModseqIfDue(out);
                }
                flush();
            } while (line.wakes(properties().keepalive()));
        } finally {
            betweenCommands(who, false);
        }
    }

    private static void betweenCommands(Authenticated who, boolean now) {
        Selected mailbox = who.selected();
        if (mailbox != null) {
            mailbox.betweenCommands(now);
        }
    }

    private Completion answer() throws IOException {
        try {
            tag = in.tag();
            String text = in.text();
            ImapVerb read = ImapVerb.read(in.sp());
            verb = read;
            if (masked().stream().anyMatch(hidden -> hidden.brings(read))) {
                throw ImapRefusal.bad("unknown command");
            }
            if (connection.transcript().on()) {
                boolean secret = read.secret();
                connection.transcript().client(secret ? tag + " " + read + " (withheld)" : text);
            }
            return execute(read, read.parse(in));
        } catch (ImapRefusal refusal) {
            return refused(refusal);
        } catch (StoreRefusal refusal) {
            return refused(ImapRefusal.of(refusal));
        } catch (LineTooLongException tooLong) {
            return refused(tooLong());
        } catch (DataAccessException | TransactionException down) {
            storeDown(down);
            return refused(ImapRefusal.no(ResponseCode.UNAVAILABLE, "Try again later"));
        } catch (RuntimeException bug) { // nobody knows where in the stream we are
            server.failures().bug(connection, bug);
            goodBye("[SERVERBUG] Internal error, in the log under " + connection.id());
            return ImapRefusal.no("Internal error").completion();
        }
    }

    private static ImapRefusal tooLong() {
        return ImapRefusal.bad(ResponseCode.TOOBIG, "command is too long");
    }

    private Completion execute(ImapVerb running, ImapCommand command) throws IOException {
        Authenticated who = user;
        Selected mailbox = who == null ? null : who.selected();
        if (mailbox != null) {
            mailbox.during(running);
        }
        if (who != null) {
            who.notifications().caused(command);
        }
        Completion completion = switch (command) { // the type of a command is the state it needs
                    case ImapCommand.AnyState c -> c.run(this, out);
                    case ImapCommand.NotAuthenticated c when who == null -> c.run(this, out);
                    case ImapCommand.AfterLogin c when who != null -> c.run(who, out);
                    case ImapCommand.OnMailbox c when mailbox != null -> run(c, mailbox);
                    case ImapCommand.NotAuthenticated _ ->
                            throw ImapRefusal.bad("logged in already");
                    case ImapCommand.AfterLogin _ -> throw ImapRefusal.bad("log in first");
                    case ImapCommand.OnMailbox _ -> throw ImapRefusal.bad("no mailbox selected");
                };
        if (completion.next() == Completion.Next.CLOSE) {
            return completion; // after BYE there is nothing to tell (imaptest's stress)
        }
        if (!tellChangesOrLater()) {
            lastWords = LOG_IN_AGAIN;
        }
        Selected now = who == null ? null : who.selected();
        return now == null ? completion : now.withHighestModseq(completion, out);
    }

    /** Which mailbox is gone, the selected one or COPY's target, is seen by looking again. */
    private Completion run(ImapCommand.OnMailbox command, Selected mailbox) throws IOException {
        try {
            mailbox.renewRights(out);
            return command.run(mailbox, out);
        } catch (StoreRefusal refusal) {
            if (refusal.reason() == StoreRefusal.Reason.NO_SUCH_MAILBOX) {
                mailbox.user().hints().missed();
                boolean _ = tellChangesOrLater();
            }
            throw refusal;
        }
    }

    /** What others did meanwhile, before the tagged answer. RFC 3501 §5.2. */
    private void tellChanges() throws IOException {
        if (user == null) {
            return;
        }
        user.tellAlerts(out);
        user.annotations().tell(out);
        user.notifications().tell(out);
        Selected mailbox = user.selected();
        if (mailbox == null) {
            return;
        }
        try {
            mailbox.renewRights(out);
            mailbox.sync(out);
        } catch (StoreRefusal gone) {
            user.unselect();
            out.untaggedOk(ResponseCode.CLOSED, "The selected mailbox is gone");
        }
    }

    /**
     * The same where a store that is down must not matter: it does not undo what a command has
     * done, and it does not end IDLE, whose reader thread would be in the way. What is missed is
     * told later.
     *
     * @return false when the account may no longer be here
     */
    boolean tellChangesOrLater() throws IOException {
        return !tellOrLater() || stillAllowed();
    }

    /**
     * Only tells; the account is for the caller to look at, once what was told is on its way.
     *
     * @return false when the store is down
     */
    boolean tellOrLater() throws IOException {
        try {
            tellChanges();
            return true;
        } catch (DataAccessException | TransactionException down) {
            storeDown(down);
            return false;
        }
    }

    /** False when the account may no longer be here; a store that is down does not say so. */
    boolean stillAllowed() {
        try {
            return user == null || user.stillAllowed();
        } catch (DataAccessException | TransactionException down) {
            storeDown(down);
            return true;
        }
    }

    private void storeDown(RuntimeException down) {
        log.warn("{}: store unavailable: {}", connection.id(), down.toString());
        if (user != null) {
            user.hints().missed();
        }
    }

    /** Counts the client's mistakes, and skips what it has sent of the refused command already. */
    private Completion refused(ImapRefusal refusal) throws IOException {
        Completion completion = refusal.completion();
        if (out.lineOpen()) { // in the middle of a response: no answer can be written any more
            throw new IOException("response cut short: " + completion.text());
        }
        if (!in.resync()) {
            lastWords = "[TOOBIG] Literal is too big";
        }
        boolean mistake = completion.status() == Status.BAD || user == null;
        int most =
                user == null
                        ? server.properties().maxErrorsBeforeLogin()
                        : server.properties().maxErrors();
        if (mistake && ++errors >= most) {
            lastWords = "Too many errors";
        }
        return completion;
    }

    private void finish(String tag, Completion completion) throws IOException {
        if (!open) {
            return; // BYE has been said
        }
        if (user != null && completion.status() == Status.OK) {
            errors = 0; // those in a row count
        }
        out.tagged(tag, completion);
        if (connection.transcript().on()) {
            connection.transcript().server(tag + " " + completion.line());
        }
        if (lastWords != null) {
            goodBye(lastWords);
            return;
        }
        switch (completion.next()) {
            case COMMAND -> {
                if (!input.waiting()) { // one write for a pipelined batch
                    flush();
                }
            }
            case START_TLS -> {
                flush();
                connection.startTls(); // closes on octets that came before the handshake
            }
            case START_DEFLATE -> {
                flush();
                connection.startDeflate(); // closes on octets that came before the answer
            }
            case STOP_DEFLATE -> {
                flush();
                connection.stopDeflate();
            }
            case CLOSE -> {
                open = false;
                flush();
            }
        }
    }

    // --- what commands use ----------------------------------------------------------------------

    ImapStore store() {
        return server.store();
    }

    ImapAccess access() {
        return server.access();
    }

    ImapProperties properties() {
        return server.properties();
    }

    Connection connection() {
        return connection;
    }

    /** Of the command that runs. */
    String tag() {
        return tag;
    }

    SessionInput input() {
        return input;
    }

    /** Whether names and quoted strings are in UTF-8 from now on. RFC 6855 §3. */
    void utf8(boolean now) {
        in.utf8(now);
        out.utf8(now);
    }

    Instant now() {
        return server.clock().instant();
    }

    /** Does what may take long, while the client is told that it is being done. */
    <T> T patiently(Callable<T> work) throws IOException {
        var progress = new InProgress(out, this::flush, tag, properties().progressEvery());
        return progress.during(work);
    }

    void flush() throws IOException {
        connection.flush();
    }

    /** Where this session comes from, for the one way to log in. */
    Login origin() {
        return new Login(
                "imap", connection.remote(), connection.secure(), connection::channelBinding);
    }

    /** The session ends with the command that runs: the account changed. */
    Completion dismiss() {
        lastWords = LOG_IN_AGAIN;
        return Completion.ok("Session ends");
    }

    /** {@code CAPABILITY …} as it is true now. */
    String capabilities() {
        return Capability.list(this);
    }

    /** What this user's mail programs get wrong. */
    Set<Capability> masked() {
        return user == null ? Set.of() : user.masked();
    }

    boolean authenticated() {
        return user != null;
    }

    /**
     * Enters the authenticated state.
     *
     * @throws ImapRefusal {@code NO [LIMIT]}, the account has too many sessions
     */
    Completion enter(LoginResult.Accepted login, String command) {
        var account = login.account();
        var masked =
                connection.internal()
                        ? Set.<Capability>of()
                        : Capability.named(access().masks().of(account.id()));
        // The webmail's own sessions are not the user's to count.
        if (!connection.internal()
                && !access().sessions().enter(account.id(), properties().maxSessions())) {
            throw ImapRefusal.no(ResponseCode.LIMIT, "Too many sessions of this account");
        }
        user = new Authenticated(this, login, masked);
        utf8(false); // nothing is enabled yet
        errors = 0;
        in.limits(ReaderLimits.afterLogin(properties()));
        input.lineTime(properties().idleTime());
        connection.user(account.address().toString());
        log.atLevel(connection.internal() ? Level.DEBUG : Level.INFO)
                .log(
                        "{}: imap login of {} from {} by {}",
                        connection.id(),
                        account.address(),
                        connection.remote().getHostAddress(),
                        command);
        return Completion.ok(new ResponseCode(capabilities()), "Logged in");
    }

    /** Back to where the connection was before login, but for TLS. RFC 8437 §3. */
    Completion unauthenticate() {
        logOut();
        connection.user(null);
        errors = 0;
        in.limits(ReaderLimits.beforeLogin(properties()));
        loginUntil = now().plus(properties().loginTime());
        return Completion.okThen(
                Completion.Next.STOP_DEFLATE, new ResponseCode(capabilities()), "Logged out");
    }
}
