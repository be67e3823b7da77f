package org.bocau.mailauth;

import java.net.InetAddress;
import java.util.List;

/** The questions that a verification asks. An answer without records is an empty list. */
interface Lookups {
    /** Each record's strings joined, one octet a character. RFC 7208 §3.3, RFC 6376 §3.6.2.2. */
    List<String> txt(String name) throws LookupFailure;

    /** A and AAAA. */
    List<InetAddress> addresses(String host) throws LookupFailure;

    /** The hosts, best preference first; a null MX (RFC 7505) is none. */
    List<String> mx(String domain) throws LookupFailure;

    /** The names of an address. */
    List<String> ptr(InetAddress address) throws LookupFailure;

    /** DNS does not answer, or not in the time left: a temporary failure. */
    final class LookupFailure extends Exception {
        private static final long serialVersionUID = 1L;

        LookupFailure() {
            super("DNS does not answer", null, false, false);
        }
    }
}
