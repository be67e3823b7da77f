package org.bocau.relay;

import org.bocau.net.Dns;
import org.bocau.net.Dns.Answer;
import org.bocau.net.Dns.Tlsa;

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
     * @throws HostRefusal the host must not be given the message
     */
    TlsPolicy of(String domain, Route route, Hosts.Host host, TlsRequirement wanted)
            throws HostRefusal {
        return switch (route) {
            case Route.Smarthost smarthost -> named(smarthost.tls(), wanted);
            case Route.Exchangers _ when wanted == TlsRequirement.IGNORED ->
                    new TlsPolicy.Opportunistic(); // RFC 8689 §4.1
            case Route.Exchangers(boolean verified) -> {
                var published = published(domain, host, wanted);
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

    private TlsPolicy published(String domain, Hosts.Host host, TlsRequirement wanted)
            throws HostRefusal {
        boolean required = wanted == TlsRequirement.REQUIRED;
        var dane = dane(host);
        if (dane instanceof TlsPolicy.Dane || (dane.required() && !required)) {
            return dane;
        }
        boolean vouched = host.authentic(); // RFC 8689 §4.2.1: that this is a host of the domain
        var policy = sts.of(domain);
        if (policy.isPresent()) {
            boolean covered = policy.get().covers(host.name());
            if (policy.get().mode() == StsPolicy.Mode.ENFORCE) {
                if (!covered) {
                    throw refusal(450, "4.7.5 The host is not in the domain's MTA-STS policy");
                }
                return new TlsPolicy.Verified(false);
            }
            vouched |= covered;
        }
        if (required && !vouched) {
            throw refusal(550, "5.7.10 Nothing vouches for the host, as REQUIRETLS asks");
        }
        return required ? new TlsPolicy.Verified(false) : new TlsPolicy.Opportunistic();
    }

    /** RFC 7672 §2.2: only where DNSSEC vouches for MX and addresses. */
    private TlsPolicy dane(Hosts.Host host) throws HostRefusal {
        if (!host.authentic() || !host.secureAddresses()) {
            return new TlsPolicy.Opportunistic();
        }
        var base = host.expanded();
        var answer = records(base);
        if (answer.records().isEmpty() && !base.equals(host.name())) { // §2.2.3
            base = host.name();
            answer = records(base);
        }
        if (answer.records().isEmpty() || !answer.authentic()) {
            return new TlsPolicy.Opportunistic();
        }
        var usable = answer.records().stream().filter(DaneTrust::usable).toList();
        return usable.isEmpty() ? new TlsPolicy.Encrypted() : new TlsPolicy.Dane(base, usable);
    }

    /** §2.1.2: who hides the records must not win by it. */
    private Answer<Tlsa> records(String base) throws HostRefusal {
        var answer = dns.tlsa(port, base);
        if (answer.failed()) {
            throw refusal(451, "4.7.5 The DNS does not give the host's TLSA records");
        }
        return answer;
    }

    private static HostRefusal refusal(int code, String text) {
        return new HostRefusal(new Reply(code, text), false);
    }
}
