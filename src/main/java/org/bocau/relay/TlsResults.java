package org.bocau.relay;

/** Where it is counted how TLS went with other systems, so that they can be told. RFC 8460. */
@FunctionalInterface
public interface TlsResults {
    /** Nobody counts. */
    TlsResults NONE = _ -> {};

    /** Counts one session. Returns at once and never fails. */
    void count(TlsResult result);
}
