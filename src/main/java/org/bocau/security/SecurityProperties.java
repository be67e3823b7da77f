package org.bocau.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Logging in ({@code bocau.security.*}). {@code trusted-networks} is read by the net module.
 *
 * @param plaintextAuth where a password may be sent without TLS
 * @param hashes Argon2 computations at a time; 0: as many as there are processors
 * @param hashesWaiting attempts that may wait for one of them; more are told to come back
 * @param verifiedFor how long a password that was right needs no new hash
 * @param tokenLife how long a token for the internal listeners is good
 * @param sessionLife a web session ends then, however busy it is
 * @param sessionLogKept how long logins are remembered
 */
@ConfigurationProperties("bocau.security")
record SecurityProperties(
        @DefaultValue("loopback") PlaintextAuth plaintextAuth,
        @DefaultValue("0") int hashes,
        @DefaultValue("100") int hashesWaiting,
        @DefaultValue("5m") Duration verifiedFor,
        @DefaultValue("5m") Duration tokenLife,
        @DefaultValue("12h") Duration sessionLife,
        @DefaultValue("90d") Duration sessionLogKept) {

    /** RFC 8314 §3.3 wants TLS everywhere; a connection that never leaves the machine may do. */
    enum PlaintextAuth {
        LOOPBACK,
        NEVER,
        ALWAYS
    }

    SecurityProperties {
        if (hashes < 0 || hashesWaiting < 0) {
            throw new IllegalArgumentException(
                    "bocau.security.hashes and hashes-waiting must not be negative");
        }
    }

    int concurrentHashes() {
        return hashes > 0 ? hashes : Runtime.getRuntime().availableProcessors();
    }
}
