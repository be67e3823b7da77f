package org.bocau.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.bocau.net.Dns;
import org.bocau.net.PublicAddresses;

/**
 * The only way from a name to an address that the HTTP library has: asked once a connection, every
 * address judged, and those are what is connected to. One private address among them is enough to
 * refuse: nobody needs that.
 */
final class CheckedHosts implements DnsResolver {
    private static final int MAX_ADDRESSES = 3;

    private final Dns dns;
    private final int loopbackPort;

    /**
     * @param loopbackPort of 127.0.0.1, which may be asked in tests; 0: none
     */
    CheckedHosts(Dns dns, int loopbackPort) {
        this.dns = dns;
        this.loopbackPort = loopbackPort;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        var literal = new RemoteAddress(false, host, port, "/").literal();
        var addresses =
                literal ? List.of(InetAddress.ofLiteral(host)) : dns.addresses(host).records();
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        if (!addresses.stream().allMatch(address -> allows(address, port))) {
            throw new UnknownHostException(host + " is not on the Internet");
        }
        return addresses.stream()
                .limit(MAX_ADDRESSES)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private boolean allows(InetAddress address, int port) {
        return PublicAddresses.contains(address)
                || (port == loopbackPort && address.isLoopbackAddress());
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException(host); // without a port nothing can be judged
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
