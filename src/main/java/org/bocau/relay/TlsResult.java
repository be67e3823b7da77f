package org.bocau.relay;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How TLS went in one session with a host of a domain. RFC 8460 §4.3.
 *
 * @param domain of the recipients; its DNS says who wants to know
 * @param failure null: TLS stood, and as the policy wants it
 */
public record TlsResult(String domain, Policy policy, @Nullable Failure failure) {
    /** What the domain or the host publishes. */
    public enum Source {
        TLSA,
        STS,
        /** Nothing; TLS was tried all the same. */
        NO_POLICY_FOUND;

        /** As in a report. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What went wrong. §4.3.1, §4.3.2. */
    public enum Kind {
        STARTTLS_NOT_SUPPORTED,
        CERTIFICATE_HOST_MISMATCH,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_NOT_TRUSTED,
        VALIDATION_FAILURE,
        TLSA_INVALID,
        DNSSEC_INVALID,
        STS_POLICY_FETCH_ERROR,
        STS_POLICY_INVALID,
        STS_WEBPKI_INVALID;

        /** As in a report. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The policy that counted.
     *
     * @param domain it is published for: with TLSA the name that has the records
     * @param text its lines or records
     * @param hosts the patterns of an MTA-STS policy
     */
    public record Policy(Source source, String domain, List<String> text, List<String> hosts) {
        public Policy {
            text = List.copyOf(text);
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A session that was not as it should be.
     *
     * @param host name of the mail exchanger; empty when it did not come to that
     * @param address its address; empty without a connection
     * @param from our own address; empty without a connection
     * @param reason for the people who read the report, printable and short
     */
    public record Failure(Kind kind, String host, String address, String from, String reason) {
        private static final int MAX_REASON = 200;

        public Failure {
            var text = reason.replaceAll("[^ -~]+", " ").strip();
            reason = text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
        }
    }
}
