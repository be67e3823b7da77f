package org.bocau.smtp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The submission service, for our users ({@code bocau.submission.*}); as {@link SmtpProperties}
 * where not said otherwise.
 *
 * @param port with STARTTLS, RFC 6409
 * @param tlsPort with TLS from the start, RFC 8314
 * @param holdAtMost how long a message may be left with us to be sent later, RFC 4865; 0 does not
 *     offer it
 */
@ConfigurationProperties("bocau.submission")
record SubmissionProperties(
        @DefaultValue("2587") int port,
        @DefaultValue("2465") int tlsPort,
        @DefaultValue("50MB") DataSize maxMessageSize,
        @DefaultValue("1000") int maxRecipients,
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
        @DefaultValue("1000") int maxIdleCommands,
        @DefaultValue("1s") Duration tarpit,
        @DefaultValue("30d") Duration holdAtMost) {

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
                Integer.MAX_VALUE); // a user's address book may be old
    }
}
