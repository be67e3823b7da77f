package org.bocau.relay;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.bocau.net.Dns;
import org.bocau.net.Dns.Mx;

/** From a domain to the addresses that take its mail. RFC 5321 §5, RFC 7505. */
final class HostLookup {
    /** MX hosts looked at; a domain with more has no use for them. */
    private static final int MAX_EXCHANGERS = 20;

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final RelayProperties properties;
    private final Reach reach;
    private final Dns dns;
    private final String ownName;
    private final IntPredicate ownPort;
    private final Random random;

    /**
     * @param ownPort true for a port that our own SMTP service listens on
     */
    HostLookup(
            RelayProperties properties,
            Dns dns,
            String ownName,
            IntPredicate ownPort,
            Random random) {
        this.properties = properties;
        this.reach = new Reach(properties.privateAddresses());
        this.dns = dns;
        this.ownName = ownName.toLowerCase(Locale.ROOT);
        this.ownPort = ownPort;
        this.random = random;
    }

    Hosts hosts(String domain, Route route) {
        return switch (route) {
            case Route.Smarthost smarthost -> smarthost(smarthost);
            case Route.Exchangers _ when domain.startsWith("[") -> literal(domain);
            case Route.Exchangers _ -> exchangers(domain);
        };
    }

    /** What an administrator names is connected to, wherever it is. */
    private Hosts smarthost(Route.Smarthost route) {
        var answer = addresses(route.host());
        var targets = new ArrayList<Hosts.Target>();
        var host = host(route.host(), true, answer);
        interleaved(answer.records()).forEach(a -> targets.add(target(host, a, route.port())));
        return targets.isEmpty() ? unreachable(answer.failed()) : found(targets);
    }

    private Dns.Answer<InetAddress> addresses(String host) {
        return LITERAL.matcher(host).matches()
                ? new Dns.Found<>(host, List.of(InetAddress.ofLiteral(host)), false)
                : dns.addresses(host);
    }

    /** RFC 5321 §4.1.3. */
    private Hosts literal(String domain) {
        var text = domain.substring(1, domain.length() - 1).replaceFirst("^IPv6:", "");
        var address = InetAddress.ofLiteral(text);
        var host = new Hosts.Host(domain, domain, false, false);
        if (isOurs(address) || !reach.allows(address)) {
            return loop();
        }
        return found(List.of(target(host, address, properties.port())));
    }

    private Hosts exchangers(String domain) {
        return switch (dns.mx(domain)) {
            case Dns.Failure<Mx> _ ->
                    refused(451, "4.4.3 The DNS does not tell who takes mail for the domain");
            case Dns.NoDomain<Mx> _ -> refused(550, "5.1.2 There is no such domain");
            // RFC 5321 §5.1: then the domain itself is its only exchanger
            case Dns.None<Mx>(boolean authentic) ->
                    ranked(List.of(new Mx(0, domain)), authentic, true);
            case Dns.Found<Mx>(_, var records, boolean authentic) -> {
                var named = records.stream().filter(mx -> !mx.host().isEmpty()).toList();
                yield named.isEmpty()
                        ? refused(556, "5.1.10 The domain takes no mail") // RFC 7505 §4.1
                        : ranked(named, authentic, false);
            }
        };
    }

    /** RFC 5321 §5.1: by preference, equal ones in any order, none from ourselves on. */
    private Hosts ranked(List<Mx> records, boolean authentic, boolean implicit) {
        var ranked = new ArrayList<>(records);
        Collections.shuffle(ranked, random);
        ranked.sort(Comparator.comparingInt(Mx::preference));
        var targets = new ArrayList<Hosts.Target>();
        boolean failed = false;
        boolean forbidden = false;
        int ours = Integer.MAX_VALUE;
        var looked = new ArrayList<Integer>(); // the preference of each target
        for (var mx : ranked.subList(0, Math.min(ranked.size(), MAX_EXCHANGERS))) {
            if (mx.preference() > ours) {
                break;
            }
            var answer = dns.addresses(mx.host());
            failed |= answer.failed();
            if (mx.host().equals(ownName) || answer.records().stream().anyMatch(this::isOurs)) {
                ours = mx.preference();
                continue;
            }
            var host = host(mx.host(), authentic, answer);
            for (var address : interleaved(answer.records())) {
                if (reach.allows(address)) {
                    targets.add(target(host, address, properties.port()));
                    looked.add(mx.preference());
                } else {
                    forbidden = true;
                }
            }
        }
        for (int i = targets.size() - 1; i >= 0; i--) {
            if (looked.get(i) >= ours) {
                targets.remove(i);
            }
        }
        if (!targets.isEmpty()) {
            return found(targets);
        }
        if (!failed && (ours < Integer.MAX_VALUE || forbidden)) {
            return loop();
        }
        return implicit && !failed
                ? refused(550, "5.1.2 The domain has no host for mail")
                : unreachable(failed);
    }

    private Hosts found(List<Hosts.Target> targets) {
        return new Hosts.Found(targets.subList(0, Math.min(targets.size(), properties.maxHosts())));
    }

    private static Hosts unreachable(boolean failed) {
        return failed
                ? refused(451, "4.4.3 The DNS does not tell the address of the domain's mail host")
                : refused(550, "5.4.4 The domain's mail host has no address");
    }

    private static Hosts loop() {
        return refused(550, "5.4.6 The domain's mail host is this server or not on the Internet");
    }

    private static Hosts refused(int code, String text) {
        return new Hosts.Refused(new Reply(code, text));
    }

    private static Hosts.Host host(String name, boolean authentic, Dns.Answer<InetAddress> answer) {
        var expanded = answer instanceof Dns.Found(var owner, _, _) ? owner : name;
        return new Hosts.Host(name, expanded, authentic, answer.authentic());
    }

    private static Hosts.Target target(Hosts.Host host, InetAddress address, int port) {
        return new Hosts.Target(host, new InetSocketAddress(address, port));
    }

    /** IPv6 and IPv4 in turn, so that a family that leads nowhere costs one try. */
    private List<InetAddress> interleaved(List<InetAddress> addresses) {
        var v6 = shuffled(addresses, Inet6Address.class);
        var v4 = shuffled(addresses, Inet4Address.class);
        var order = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(v6.size(), v4.size()); i++) {
            if (i < v6.size()) {
                order.add(v6.get(i));
            }
            if (i < v4.size()) {
                order.add(v4.get(i));
            }
        }
        return order;
    }

    private List<InetAddress> shuffled(List<InetAddress> all, Class<? extends InetAddress> family) {
        var some = new ArrayList<>(all.stream().filter(family::isInstance).toList());
        Collections.shuffle(some, random);
        return some;
    }

    private boolean isOurs(InetAddress address) {
        if (!ownPort.test(properties.port())) {
            return false;
        }
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
