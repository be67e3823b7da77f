package org.bocau.smtp;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SPF, DKIM, DMARC and ARC of what the MX service receives ({@code bocau.mailauth.*}).
 *
 * @param time for all DNS questions of one message together; what is open then counts as a
 *     temporary failure, by which nothing is refused
 * @param exemptLoopback mail from this machine itself is not examined: its address says nothing of
 *     the sender
 * @param exemptNetworks neither is mail from these, in the notation of {@code
 *     bocau.security.trusted-networks}: gateways in front of this server
 */
@ConfigurationProperties("bocau.mailauth")
record VerificationProperties(
        @DefaultValue("20s") Duration time,
        @DefaultValue("true") boolean exemptLoopback,
        @DefaultValue List<String> exemptNetworks) {
    VerificationProperties {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("bocau.mailauth.time must be above 0");
        }
    }
}
