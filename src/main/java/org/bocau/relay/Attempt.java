package org.bocau.relay;

import java.util.Map;
import org.bocau.message.EmailAddress;

/**
 * How one attempt at a domain ended.
 *
 * @param outcomes one for each recipient of the envelope
 */
public record Attempt(Map<EmailAddress, Outcome> outcomes) {
    public Attempt {
        outcomes = Map.copyOf(outcomes);
    }

    /**
     * What became of this recipient.
     *
     * @throws IllegalArgumentException it was not in the envelope
     */
    public Outcome of(EmailAddress recipient) {
        var outcome = outcomes.get(recipient);
        if (outcome == null) {
            throw new IllegalArgumentException("not a recipient: " + recipient);
        }
        return outcome;
    }
}
