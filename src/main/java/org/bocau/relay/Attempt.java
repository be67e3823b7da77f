package org.bocau.relay;

import java.util.Map;
import org.bocau.message.EmailAddress;

/**
 * How one attempt at one host ended.
 *
 * @param outcomes one for each recipient of the envelope
 * @param secured the message went over TLS
 */
public record Attempt(Map<EmailAddress, Outcome> outcomes, boolean secured) {
    public Attempt {
        outcomes = Map.copyOf(outcomes);
    }
}
