package org.bocau.relay;

import java.util.HexFormat;
import java.util.List;
import org.bocau.net.Dns;
import org.bocau.net.Dns.Answer;
import org.bocau.net.Dns.Tlsa;
import org.bocau.relay.TlsResult.Kind;
import org.bocau.relay.TlsResult.Policy;
import org.bocau.relay.TlsResult.Source;

/**
 * Decides what TLS a host is asked for, from what its domain publishes, what the administrator says
 * and what the sender wants. DANE comes before MTA-STS (RFC 8461 §2), REQUIRETLS adds to both.
 */
final class TlsPolicies {
    private final Dns dns;
    private final StsPolicies sts;
    private final int port;

    /**
     * @param port of the SMTP service that TLSA records are for
     */
    TlsPolicies(Dns dns, StsPolicies sts, int port) {
        this.dns = dns;
        this.sts = sts;
        this.port = port;
    }

    /**
     * What counts for one host.
     *
     * @param counting told which policy that is, and what was wrong with it already
     * @throws HostRefusal the host must not be given the message
     */
    TlsPolicy of(
            String domain,
            Route route,
            Hosts.Host host,
            TlsRequirement wanted,
            TlsCounting counting)
            throws HostRefusal {
        return switch (route) {
            case Route.Smarthost smarthost -> named(smarthost.tls(), wanted);
            case Route.Exchangers _ when wanted == TlsRequirement.IGNORED ->
                    new TlsPolicy.Opportunistic(); // RFC 8689 §4.1
            case Route.Exchangers(boolean verified) -> {
                var published = published(domain, host, wanted, counting);
                yield verified && !published.authenticates()
                        ? new TlsPolicy.Verified(false)
                        : published;
            }
        };
    }

    private static TlsPolicy named(Route.Tls tls, TlsRequirement wanted) {
        var least = wanted == TlsRequirement.REQUIRED && tls != Route.Tls.IMPLICIT;
        return switch (least ? Route.Tls.REQUIRED : tls) {
            case IMPLICIT -> new TlsPolicy.Verified(true);
            case REQUIRED -> new TlsPolicy.Verified(false);
            case OPPORTUNISTIC -> new TlsPolicy.Opportunistic();
            case NONE -> new TlsPolicy.Off();
        };
    }

    private TlsPolicy published(
            String domain, Hosts.Host host, TlsRequirement wanted, TlsCounting counting)
            throws HostRefusal {
        boolean required = wanted == TlsRequirement.REQUIRED;
        var dane = dane(domain, host, counting);
        if (dane instanceof TlsPolicy.Dane || (dane.required() && !required)) {
            return dane;
        }
        boolean vouched = host.authentic(); // RFC 8689 §4.2.1: that this is a host of the domain
        var policy = sts.of(domain).orElse(null);
        boolean covered = policy != null && policy.covers(host.name());
        if (policy != null) {
            counting.under(new Policy(Source.STS, domain, policy.lines(), policy.mx()));
            if (!covered) {
                counting.failed(Kind.VALIDATION_FAILURE, "the policy does not name the host");
            }
            if (policy.mode() == StsPolicy.Mode.ENFORCE) {
                if (!covered) {
                    throw refusal(450, "4.7.5 The host is not in the domain's MTA-STS policy");
                }
                return new TlsPolicy.Verified(false);
            }
            vouched |= covered;
        } else {
            sts.failure(domain).ifPresent(f -> counting.failed(f.kind(), f.reason()));
        }
        if (required && !vouched) {
            throw refusal(550, "5.7.10 Nothing vouches for the host, as REQUIRETLS asks");
        }
        if (required) {
            return new TlsPolicy.Verified(false);
        }
        return covered ? new TlsPolicy.Observed() : new TlsPolicy.Opportunistic();
    }

    /** RFC 7672 §2.2: only where DNSSEC vouches for MX and addresses. */
    private TlsPolicy dane(String domain, Hosts.Host host, TlsCounting counting)
            throws HostRefusal {
        if (!host.authentic() || !host.secureAddresses()) {
            return new TlsPolicy.Opportunistic();
        }
        var base = host.expanded();
        var answer = records(base, counting);
        if (answer.records().isEmpty() && !base.equals(host.name())) { // §2.2.3
            base = host.name();
            answer = records(base, counting);
        }
        if (answer.records().isEmpty() || !answer.authentic()) {
            return new TlsPolicy.Opportunistic();
        }
        counting.under(tlsa(base, answer.records()));
        var usable = answer.records().stream().filter(DaneTrust::usable).toList();
        return usable.isEmpty()
                ? new TlsPolicy.Encrypted()
                : new TlsPolicy.Dane(base, domain, usable);
    }

    /** §2.1.2: who hides the records must not win by it. */
    private Answer<Tlsa> records(String base, TlsCounting counting) throws HostRefusal {
        var answer = dns.tlsa(port, base);
        if (answer.failed()) {
            counting.under(tlsa(base, List.of()));
            counting.failed(Kind.DNSSEC_INVALID, "the TLSA records cannot be looked up");
            throw refusal(451, "4.7.5 The DNS does not give the host's TLSA records");
        }
        return answer;
    }

    private static Policy tlsa(String base, List<Tlsa> records) {
        var text =
                records.stream()
                        .map(r ->
                                "%d %d %d %s"
                                        .formatted(
                                                r.usage(),
                                                r.selector(),
                                                r.matching(),
                                                HexFormat.of().formatHex(r.data())))
                        .toList();
        return new Policy(Source.TLSA, base, text, List.of());
    }

    private static HostRefusal refusal(int code, String text) {
        return new HostRefusal(new Reply(code, text), false);
    }
}
