package org.bocau.relay;

import java.util.Map;

/**
 * Which way each domain's mail goes.
 *
 * @param byDomain in A-label form, lower case
 * @param others for the rest
 */
public record Routes(Map<String, Route> byDomain, Route others) {
    /** Everything by the DNS. */
    public static final Routes DIRECT = new Routes(Map.of(), new Route.Exchangers(false));

    public Routes {
        byDomain = Map.copyOf(byDomain);
    }

    public Route of(String domain) {
        return byDomain.getOrDefault(domain, others);
    }
}
