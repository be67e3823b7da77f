package org.bocau.webmail;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The message was not sent and the server said why; the compose page shows it with the text kept.
 */
public final class SendRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    /**
     * What the server said to a recipient, or to the message.
     *
     * @param address empty where it is about the message
     * @param code of the reply, RFC 5321 §4.2; 0 where there was none
     * @param status the enhanced status code, RFC 3463; empty where there was none
     * @param text one line in the server's own words, safe to show
     */
    public record Reason(String address, int code, String status, String text) {
        @Override
        public String toString() {
            return address.isEmpty() ? text : address + ": " + text;
        }
    }

    /**
     * @param reasons one for each recipient, or for the message
     */
    public SendRefusedException(List<Reason> reasons) {
        super(
                reasons.stream().map(Reason::toString).collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.reasons = List.copyOf(reasons);
    }

    /** One for each recipient, or for the message. */
    public List<Reason> reasons() {
        return reasons;
    }
}
