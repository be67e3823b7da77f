package org.bocau.relay;

/** What TLS is asked of a host. */
enum TlsPolicy {
    /**
     * Used where it is offered, with any certificate, and done without where it fails: against
     * those who only listen (RFC 7435).
     */
    OPPORTUNISTIC,

    /** With a certificate that is valid for the host, or not at all. */
    REQUIRED
}
