package org.bocau.smtp;

import java.time.Duration;
import org.bocau.message.HeaderSection;
import org.springframework.util.unit.DataSize;

/** What bounds one session, on either service. The properties say what each is. */
record Limits(
        long maxMessageOctets,
        int maxRecipients,
        int maxCommandOctets,
        HeaderSection.Bounds header,
        Duration firstMailWithin,
        Duration commandTimeout,
        Duration dataTimeout,
        Duration dataGrace,
        long minOctetsPerSecond,
        int softErrors,
        int hardErrors,
        int maxIdleCommands,
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
        if (maxIdleCommands < 1) {
            throw new IllegalArgumentException("max-idle-commands must be at least 1");
        }
        if (hardErrors < 1 || softErrors < 0) {
            throw new IllegalArgumentException("hard-errors must be at least 1");
        }
    }

    /** What the header section of a message may be, as it is set. */
    static HeaderSection.Bounds header(DataSize section, int fields, DataSize field) {
        if (section.toKilobytes() < 64 || field.toKilobytes() < 64 || fields < 100) {
            throw new IllegalArgumentException( // what mail in use has, and more
                    "max-header-size and max-header-field-size must be at least 64KB,"
                            + " max-header-fields 100");
        }
        return new HeaderSection.Bounds(
                Math.toIntExact(section.toBytes()), fields, Math.toIntExact(field.toBytes()));
    }
}
