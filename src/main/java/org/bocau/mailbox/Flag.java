package org.bocau.mailbox;

import java.util.Arrays;
import java.util.Optional;

/**
 * The system flags as bits of {@code message.flags}. RFC 3501 §2.3.2; \Recent is a session's view
 * and not stored.
 */
public enum Flag {
    SEEN(1, "\\Seen"),
    ANSWERED(2, "\\Answered"),
    FLAGGED(4, "\\Flagged"),
    DELETED(8, "\\Deleted"),
    DRAFT(16, "\\Draft");

    private final int bit;
    private final String text;

    Flag(int bit, String text) {
        this.bit = bit;
        this.text = text;
    }

    /** Without regard to case. */
    static Optional<Flag> named(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equalsIgnoreCase(text)).findFirst();
    }

    public int bit() {
        return bit;
    }

    /** As IMAP writes it. */
    public String text() {
        return text;
    }

    public boolean in(int flags) {
        return (flags & bit) != 0;
    }
}
