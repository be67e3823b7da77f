package org.bocau.smtp;

import java.time.Duration;

/** What bounds one session, on either service. The properties say what each is. */
record Limits(
        long maxMessageOctets,
        int maxRecipients,
        int maxCommandOctets,
        int maxHeaderOctets,
        int maxHeaderFields,
        Duration firstMailWithin,
        Duration commandTimeout,
        Duration dataTimeout,
        Duration dataGrace,
        long minOctetsPerSecond,
        int softErrors,
        int hardErrors,
        Duration tarpit,
        int maxUnknownRecipients) {

    /** RFC 4954 §4: a line of an AUTH exchange. */
    static final int AUTH_LINE = 12_288;

    Limits {
        if (maxRecipients < 100) { // RFC 5321 §4.5.3.1.8
            throw new IllegalArgumentException("max-recipients must be at least 100");
        }
        if (maxCommandOctets < 1024) { // §4.5.3.1.4, and what the extensions add
            throw new IllegalArgumentException("max-command-octets must be at least 1024");
        }
        if (maxMessageOctets < 65_536) { // §4.5.3.1.7
            throw new IllegalArgumentException("max-message-size must be at least 64KB");
        }
        if (maxHeaderOctets < 65_536 || maxHeaderFields < 100) { // what mail in use has, and more
            throw new IllegalArgumentException(
                    "max-header-size must be at least 64KB and max-header-fields 100");
        }
        if (hardErrors < 1 || softErrors < 0) {
            throw new IllegalArgumentException("hard-errors must be at least 1");
        }
    }
}
