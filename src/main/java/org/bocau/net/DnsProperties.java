package org.bocau.net;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where names are looked up, and how long.
 *
 * @param servers recursive resolvers: {@code 127.0.0.1}, {@code 192.0.2.1:5353}, {@code
 *     [2001:db8::1]:53}; empty: the machine's own. The first three are used
 * @param timeout for one question to one of them
 * @param tries how often each is asked
 * @param dnssec whether the resolvers are believed that DNSSEC vouches for an answer: {@code
 *     loopback} where all of them run on this machine, {@code always}, {@code never}
 * @param cacheSize octets of answers kept
 * @param maxLife the longest an answer is kept, whatever its TTL
 */
@ConfigurationProperties("bocau.dns")
record DnsProperties(
        @DefaultValue List<String> servers,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("2") int tries,
        @DefaultValue("loopback") Trust dnssec,
        @DefaultValue("4MB") DataSize cacheSize,
        @DefaultValue("1h") Duration maxLife) {

    /** Whose AD bit is believed. RFC 7672 §2.1: the way to the resolver must be safe, too. */
    enum Trust {
        LOOPBACK,
        ALWAYS,
        NEVER
    }

    DnsProperties {
        if (tries < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "bocau.dns.tries and bocau.dns.timeout must be above 0");
        }
    }
}
