package org.bocau.filter;

import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.jspecify.annotations.Nullable;

/** What is to be done with a message for one recipient. No action at all discards it. */
public sealed interface Action {
    /**
     * File it where mail arrives. RFC 5228 §4.3, RFC 5232 §5.
     *
     * @param flags as IMAP writes them, {@code \Flagged} or a keyword
     */
    record Keep(List<String> flags) implements Action {
        public static final Keep PLAIN = new Keep(List.of());
    }

    /**
     * File it into that mailbox, or where mail arrives when that is not there. RFC 5228 §4.1.
     *
     * @param mailbox by its IMAP name, not encoded
     * @param create make it if it is not there (RFC 5490 §3.2)
     */
    record FileInto(String mailbox, List<String> flags, boolean create) implements Action {}

    /** Send it on. RFC 5228 §4.2. */
    record Redirect(EmailAddress address) implements Action {}

    /**
     * Answer the sender, if he may be answered and has not been lately. RFC 5230.
     *
     * @param seconds for how long a sender gets no other answer
     * @param subject empty: made from the message's
     * @param text the answer; where it is a MIME part, with its header and CRLF line ends
     * @param mime whether it is one (§4.4)
     * @param from who answers, if it may be that one (§4.7); null: the recipient
     * @param addresses what else counts as the recipient's own
     * @param handle answers of the same handle are the same
     */
    record Vacation(
            long seconds,
            String subject,
            String text,
            boolean mime,
            @Nullable HeaderAddress from,
            List<String> addresses,
            String handle)
            implements Action {}

    /**
     * Refuse it, so that the sender hears of it and nobody keeps it. Always the only action. RFC
     * 5429 §2.
     *
     * @param reason in the words of who refuses
     */
    record Reject(String reason) implements Action {}
}
