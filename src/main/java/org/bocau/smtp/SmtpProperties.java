package org.bocau.smtp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The MX service, for other servers ({@code bocau.smtp.*}). Times and sizes carry their unit:
 * {@code 5m}, {@code 50MB}.
 *
 * @param port 0 takes a free one, -1 leaves it closed
 * @param maxMessageSize announced as SIZE, RFC 1870
 * @param maxRecipients of one message; RFC 5321 §4.5.3.1.8: at least 100
 * @param maxCommandOctets a command line; §4.5.3.1.4: 512 and what the extensions add
 * @param maxHeaderSize of a message's header section, which is held in memory
 * @param maxHeaderFields in it
 * @param maxHeaderFieldSize of one of them
 * @param firstMailWithin from the connection to its first MAIL, whatever was said meanwhile
 * @param commandTimeout for the next command; §4.5.3.2.7: at least 5 minutes
 * @param dataTimeout for a whole message
 * @param dataGrace time before {@code minRate} counts
 * @param minRate of a message's octets a second, on average
 * @param softErrors in one session, before each further one costs {@code tarpit}
 * @param hardErrors in one session, before it is closed
 * @param maxIdleCommands in one session without a message, before it is closed: NOOP, RSET and
 *     whatever else brings no mail on its way
 * @param tarpit how long the reply to a stranger's error is held back
 * @param maxUnknownRecipients in one session, before it is closed
 * @param unknownRecipientsPerHour from one address (IPv6: /64); trusted networks are exempt
 */
@ConfigurationProperties("bocau.smtp")
record SmtpProperties(
        @DefaultValue("2525") int port,
        @DefaultValue("50MB") DataSize maxMessageSize,
        @DefaultValue("500") int maxRecipients,
        @DefaultValue("4096") int maxCommandOctets,
        @DefaultValue("1MB") DataSize maxHeaderSize,
        @DefaultValue("2000") int maxHeaderFields,
        @DefaultValue("256KB") DataSize maxHeaderFieldSize,
        @DefaultValue("5m") Duration firstMailWithin,
        @DefaultValue("5m") Duration commandTimeout,
        @DefaultValue("30m") Duration dataTimeout,
        @DefaultValue("60s") Duration dataGrace,
        @DefaultValue("500B") DataSize minRate,
        @DefaultValue("10") int softErrors,
        @DefaultValue("20") int hardErrors,
        @DefaultValue("100") int maxIdleCommands,
        @DefaultValue("1s") Duration tarpit,
        @DefaultValue("10") int maxUnknownRecipients,
        @DefaultValue("100") int unknownRecipientsPerHour) {

    Limits limits() {
        return new Limits(
                maxMessageSize.toBytes(),
                maxRecipients,
                maxCommandOctets,
                Limits.header(maxHeaderSize, maxHeaderFields, maxHeaderFieldSize),
                firstMailWithin,
                commandTimeout,
                dataTimeout,
                dataGrace,
                minRate.toBytes(),
                softErrors,
                hardErrors,
                maxIdleCommands,
                tarpit,
                maxUnknownRecipients);
    }
}
