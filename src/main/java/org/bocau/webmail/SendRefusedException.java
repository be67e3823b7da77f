package org.bocau.webmail;

import java.util.List;

/**
 * The message was not sent and the server said why; the compose page shows it with the text kept.
 */
public final class SendRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /**
     * @param reasons one line for each recipient or for the message, safe to show
     */
    public SendRefusedException(List<String> reasons) {
        super(String.join("; ", reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    /** One line for each recipient or for the message, safe to show. */
    public List<String> reasons() {
        return reasons;
    }
}
