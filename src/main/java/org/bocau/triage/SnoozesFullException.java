package org.bocau.triage;

import java.io.Serial;

/** An account has as many messages waiting as it can; nothing was moved. */
public final class SnoozesFullException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    SnoozesFullException(int waiting) {
        super(waiting + " messages are snoozed", null, false, false);
    }
}
