package org.bocau.relay;

import java.time.Duration;

/**
 * How long a host may take. Each is for the whole step, not for each octet.
 *
 * @param connect until the connection stands
 * @param reply to the greeting, MAIL, RCPT; RFC 5321 §4.5.3.2.1 to .3: 5 minutes
 * @param data to DATA; §4.5.3.2.4: 2 minutes
 * @param end to the final dot; §4.5.3.2.6: 10 minutes
 * @param attempt for one message; then the connection is closed whatever it does
 */
record Timeouts(Duration connect, Duration reply, Duration data, Duration end, Duration attempt) {
    private static final Duration BYE = Duration.ofSeconds(5);

    /** The same for a message that must be over by then. */
    Timeouts within(Duration time) {
        return new Timeouts(shorter(connect, time), reply, data, end, shorter(attempt, time));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** To QUIT, which decides nothing. */
    Duration bye() {
        return reply.compareTo(BYE) < 0 ? reply : BYE;
    }
}
