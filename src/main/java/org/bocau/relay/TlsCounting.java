package org.bocau.relay;

import java.net.InetAddress;
import java.util.List;
import org.bocau.relay.TlsResult.Failure;
import org.bocau.relay.TlsResult.Kind;
import org.bocau.relay.TlsResult.Policy;
import org.bocau.relay.TlsResult.Source;

/**
 * Counts what the TLS of one connection comes to, once. A second connection to the same host that
 * does without TLS is the same session to whoever reads the report.
 */
final class TlsCounting {
    private final TlsResults results;
    private final String domain;
    private final Hosts.Target target;
    private Policy policy;
    private String from = "";
    private boolean counted;

    TlsCounting(TlsResults results, String domain, Hosts.Target target) {
        this.results = results;
        this.domain = domain;
        this.target = target;
        this.policy = new Policy(Source.NO_POLICY_FOUND, domain, List.of(), List.of());
    }

    /** This policy counts. */
    void under(Policy found) {
        policy = found;
    }

    /** From our address on, there is a connection. */
    void connected(InetAddress local) {
        from = local.getHostAddress();
    }

    void succeeded() {
        if (!counted) {
            counted = true;
            results.count(new TlsResult(domain, policy, null));
        }
    }

    void failed(Kind kind, String reason) {
        if (!counted) {
            counted = true;
            var address = from.isEmpty() ? "" : target.address().getAddress().getHostAddress();
            var failure = new Failure(kind, target.host().name(), address, from, reason);
            results.count(new TlsResult(domain, policy, failure));
        }
    }
}
