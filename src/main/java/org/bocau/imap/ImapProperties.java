package org.bocau.imap;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Ports and limits of the IMAP server ({@code bocau.imap.*}). Ports: 0 takes a free one, -1 is off.
 */
@ConfigurationProperties("bocau.imap")
record ImapProperties(
        @DefaultValue("2143") int port, // STARTTLS
        @DefaultValue("2993") int tlsPort, // TLS from the start, RFC 8314
        @DefaultValue("50MB") DataSize maxMessageSize, // APPEND
        @DefaultValue("65536")
                int maxLine, // octets of a command without literals, RFC 7162 §4: 8192
        @DefaultValue("40960")
                int maxLineBeforeLogin, // octets, literals included; RFC 2971 §3.3: ID may have
        // 32 KB
        @DefaultValue("65536") int maxLiteral, // octets of one argument
        @DefaultValue("262144") int maxLiterals, // octets of all arguments of a command
        @DefaultValue("10") int maxErrorsBeforeLogin,
        @DefaultValue("50") int maxErrors,
        @DefaultValue("60s") Duration loginTime, // from the greeting
        @DefaultValue("30m")
                Duration idleTime, // between commands, RFC 3501 §5.4: at least 30 minutes
        @DefaultValue("24h") Duration idleCommandTime, // Outlook expects no end of IDLE at all
        @DefaultValue("2m") Duration keepalive, // in IDLE
        @DefaultValue("10s") Duration progressEvery, // while a command runs, RFC 9585
        @DefaultValue("30s")
                Duration recheck, // a changed password may go unnoticed in a session for so long
        @DefaultValue("30") int maxSessions) { // of one account
    ImapProperties {
        if (maxLine < 8192 || maxLineBeforeLogin < 4096) {
            throw new IllegalArgumentException(
                    "bocau.imap.max-line must be at least 8192, max-line-before-login 4096");
        }
        if (idleTime.compareTo(Duration.ofMinutes(30)) < 0) {
            throw new IllegalArgumentException("bocau.imap.idle-time must be at least 30m");
        }
    }
}
