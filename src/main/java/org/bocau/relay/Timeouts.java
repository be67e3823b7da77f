package org.bocau.relay;

import java.time.Duration;

/**
 * How long a host may take. Each is for the whole step, not for each octet.
 *
 * @param connect until the connection stands
 * @param reply to the greeting, MAIL, RCPT; RFC 5321 §4.5.3.2.1 to .3: 5 minutes
 * @param data to DATA; §4.5.3.2.4: 2 minutes
 * @param end to the final dot; §4.5.3.2.6: 10 minutes
 * @param attempt for everything; then the connection is closed whatever it does
 */
record Timeouts(Duration connect, Duration reply, Duration data, Duration end, Duration attempt) {
    static final Timeouts STANDARD =
            new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30));
}
