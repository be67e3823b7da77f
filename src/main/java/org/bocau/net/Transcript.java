package org.bocau.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What client and server said to each other, one log line a protocol line, at TRACE on {@code
 * bocau.transcript.SERVICE}; off by default. The session says what may be shown: it alone knows
 * which line holds a secret.
 */
public final class Transcript {
    private static final int LONGEST = 1000;

    private final Logger log;
    private final String connection;

    Transcript(String service, String connection) {
        this.log = LoggerFactory.getLogger("bocau.transcript." + service);
        this.connection = connection;
    }

    /** Ask first when the line would have to be built. */
    public boolean on() {
        return log.isTraceEnabled();
    }

    /** A line the client sent, with secrets already replaced. */
    public void client(String line) {
        say("C:", line);
    }

    /** A line the server sent. */
    public void server(String line) {
        say("S:", line);
    }

    private void say(String who, String line) {
        if (on()) {
            log.trace("{} {} {}", connection, who, printable(line));
        }
    }

    /** Control characters become U+FFFD, so that nobody forges a log line. */
    private static String printable(String line) {
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
