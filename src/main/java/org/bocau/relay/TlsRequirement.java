package org.bocau.relay;

/** What the sender of a message asks of TLS, beside what the recipient's domain publishes. */
public enum TlsRequirement {
    /** What the domain publishes counts: DANE, MTA-STS, or TLS where it is offered. */
    POLICY,

    /** REQUIRETLS: only over TLS to hosts that prove their name and promise the same (RFC 8689). */
    REQUIRED,

    /** {@code TLS-Required: No}: arriving matters more than any policy (RFC 8689 §3). */
    IGNORED
}
