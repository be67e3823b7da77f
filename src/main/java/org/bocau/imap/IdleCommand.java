package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bocau.imap.Hints.Event;

/**
 * IDLE: tells what happens while it happens, until DONE. RFC 2177. A second thread reads the one
 * line that ends it and posts it where the feed posts too; all else is done by the session's
 * thread.
 */
record IdleCommand() implements ImapCommand.AfterLogin {
    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var session = user.session();
        user.hints().idle(true);
        try {
            session.input().lineTime(session.properties().idleCommandTime());
            out.raw("+ idling").crlf();
            Thread.ofVirtual()
                    .name("imap-idle-" + session.connection().id())
                    .start(() -> readLine(session, user.hints()));
            return idle(user, out);
        } finally {
            user.hints().idle(false);
            session.input().lineTime(session.properties().idleTime());
        }
    }

    /** On the reader thread: one line, whatever it is, and whatever goes wrong. */
    static void readLine(ImapSession session, Hints hints) {
        try {
            hints.post(new Event.Line(session.input().line(session.properties().maxLine())));
        } catch (IOException ended) {
            hints.post(new Event.Ended(ended));
        } catch (RuntimeException bug) { // to be met by the session, where bugs are counted
            hints.post(new Event.Failed(bug));
        }
    }

    private static Completion idle(Authenticated user, ImapWriter out) throws IOException {
        var session = user.session();
        while (true) {
            boolean told = session.tellOrLater();
            if (user.selected() != null) {
                user.selected().tellHighestModseqIfDue(out);
            }
            session.flush(); // before anything that may take long: thousands may be told at once
            if (told && !session.stillAllowed()) {
                return session.dismiss();
            }
            session.connection().rest();
            switch (user.hints().await(session.properties().keepalive())) {
                // Quirk 7: Outlook gives up on a silent server.
                case null -> out.untagged("OK Still here");
                case Event.Wake _ -> {}
                case Event.Line(byte[] octets) -> {
                    return done(octets, session);
                }
                case Event.Ended(IOException reason) -> throw reason;
                case Event.Failed(RuntimeException bug) -> throw bug;
            }
        }
    }

    /** Quirk 2: iOS sends IDLE again while it idles. The old one is over, the new line counts. */
    private static Completion done(byte[] line, ImapSession session) {
        if (new String(line, StandardCharsets.ISO_8859_1).equalsIgnoreCase("DONE")) {
            return Completion.ok("IDLE terminated");
        }
        session.input().pushBack(line);
        throw ImapRefusal.bad("DONE expected");
    }
}
