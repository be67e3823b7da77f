package org.bocau.imap;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Ports and limits of the IMAP server ({@code bocau.imap.*}). Ports: 0 takes a free one, -1 is off.
 *
 * @param port with STARTTLS
 * @param tlsPort with TLS from the start, RFC 8314
 * @param maxMessageSize of APPEND, announced as APPENDLIMIT
 * @param maxLine octets of a command without literals; RFC 7162 §4: at least 8192
 * @param maxLineBeforeLogin octets, literals included; RFC 2971 §3.3: ID may have 32 KiB
 * @param maxLiteral octets of one argument
 * @param maxLiterals octets of all arguments of a command
 * @param maxErrorsBeforeLogin in one session, before it is closed
 * @param maxErrors in a row, before the session is closed
 * @param loginTime from the greeting
 * @param idleTime between commands; RFC 3501 §5.4: at least 30 minutes
 * @param idleCommandTime of one IDLE: Outlook expects no end of it at all
 * @param keepalive in IDLE, after this silence the server says that it is there
 * @param progressEvery likewise while a command runs, RFC 9585
 * @param recheck a changed password may go unnoticed in a session for so long
 * @param maxSessions of one account
 */
@ConfigurationProperties("bocau.imap")
record ImapProperties(
        @DefaultValue("2143") int port,
        @DefaultValue("2993") int tlsPort,
        @DefaultValue("50MB") DataSize maxMessageSize,
        @DefaultValue("65536") int maxLine,
        @DefaultValue("40960") int maxLineBeforeLogin,
        @DefaultValue("65536") int maxLiteral,
        @DefaultValue("262144") int maxLiterals,
        @DefaultValue("10") int maxErrorsBeforeLogin,
        @DefaultValue("50") int maxErrors,
        @DefaultValue("60s") Duration loginTime,
        @DefaultValue("30m") Duration idleTime,
        @DefaultValue("24h") Duration idleCommandTime,
        @DefaultValue("2m") Duration keepalive,
        @DefaultValue("10s") Duration progressEvery,
        @DefaultValue("30s") Duration recheck,
        @DefaultValue("30") int maxSessions) {
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
