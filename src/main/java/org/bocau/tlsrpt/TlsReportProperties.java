package org.bocau.tlsrpt;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reports to other systems on TLS with them ({@code bocau.tls-reports.*}).
 *
 * @param send whether they are counted and sent at all
 * @param spread how long after midnight (UTC) the last ones leave (RFC 8460 §4.1: not all at once)
 * @param kept how long what was counted stays in the database
 */
@ConfigurationProperties("bocau.tls-reports")
record TlsReportProperties(
        @DefaultValue("true") boolean send,
        @DefaultValue("4h") Duration spread,
        @DefaultValue("7d") Duration kept) {}
