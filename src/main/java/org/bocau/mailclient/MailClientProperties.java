package org.bocau.mailclient;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the webmail's own mail client ({@code bocau.mailclient.*}).
 *
 * @param connectionsPerUser IMAP connections one user's requests share, at least 1; each open live
 *     view takes one more
 * @param connectionsIdle how long an unused one stays open
 * @param commandTimeout how long the mail server may take to answer
 */
@ConfigurationProperties("bocau.mailclient")
record MailClientProperties(
        @DefaultValue("3") int connectionsPerUser,
        @DefaultValue("90s") Duration connectionsIdle,
        @DefaultValue("30s") Duration commandTimeout) {
    MailClientProperties {
        if (connectionsPerUser < 1) {
            throw new IllegalArgumentException(
                    "bocau.mailclient.connections-per-user must be 1 or more");
        }
    }
}
