package org.bocau.imap;

import java.io.IOException;
import java.time.Duration;
import org.bocau.imap.Hints.Event;

/**
 * The wait for the client's next line, during which the session can be woken: a second thread reads
 * that one line, as in IDLE, and gives it back to be read again by the session.
 */
final class LineWait implements AutoCloseable {
    private final SessionInput input;
    private final Hints hints;

    LineWait(ImapSession session, Hints hints) {
        this.input = session.input();
        this.hints = hints;
        hints.idle(true);
        Thread.ofVirtual()
                .name("imap-wait-" + session.connection().id())
                .start(() -> IdleCommand.readLine(session, hints));
    }

    /** Waits for a hint, or for the time to pass. False once the next line can be read. */
    boolean wakes(Duration time) throws IOException {
        switch (hints.await(time)) {
            case null -> {}
            case Event.Wake _ -> {}
            case Event.Line(byte[] octets) -> {
                input.pushBack(octets);
                return false;
            }
            case Event.Ended(IOException reason) -> {
                input.pushBack(reason);
                return false;
            }
            case Event.Failed(RuntimeException bug) -> throw bug;
        }
        return true;
    }

    @Override
    public void close() {
        hints.idle(false);
    }
}
