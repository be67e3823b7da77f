package org.bocau.relay;

import java.util.List;
import org.bocau.net.Dns.Tlsa;

/** What TLS is asked of one host. */
sealed interface TlsPolicy {
    /** Not even where it is offered: the administrator says so. */
    record Off() implements TlsPolicy {}

    /**
     * Used where it is offered, with any certificate, and done without where it fails: against
     * those who only listen (RFC 7435).
     */
    record Opportunistic() implements TlsPolicy {}

    /**
     * As opportunistic, and it is noted whether the certificate would do: the domain tests its
     * MTA-STS policy (RFC 8461 §5).
     */
    record Observed() implements TlsPolicy {}

    /** With any certificate, but not without: TLSA records that nobody can use (RFC 7672 §2.2). */
    record Encrypted() implements TlsPolicy {}

    /**
     * With a certificate that the known authorities have issued for the host's name.
     *
     * @param implicit TLS from the first octet, no STARTTLS
     */
    record Verified(boolean implicit) implements TlsPolicy {}

    /**
     * With a certificate that a TLSA record vouches for.
     *
     * @param base the name that has the records (RFC 7672 §2.2.3)
     * @param domain of the recipients, which a certificate may have instead (§3.2.2)
     * @param records usable ones
     */
    record Dane(String base, String domain, List<Tlsa> records) implements TlsPolicy {
        public Dane {
            records = List.copyOf(records);
        }
    }

    /** True when the message must not go in the clear. */
    default boolean required() {
        return !(this instanceof Off || this instanceof Opportunistic || this instanceof Observed);
    }

    /** True when the certificate's name is looked at. */
    default boolean looksAtName() {
        return authenticates() || this instanceof Observed;
    }

    /** True when the host has proved who it is once TLS stands. */
    default boolean authenticates() {
        return this instanceof Verified || this instanceof Dane;
    }
}
