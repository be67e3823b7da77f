package org.bocau.testing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.net.Dns;
import org.xbill.DNS.ReverseMap;

/**
 * The DNS of a test, held in memory: what was not put in is NXDOMAIN. May be filled and asked by
 * several threads. {@link NameServer} gives the same answers over UDP.
 */
public final class Zone implements Dns {
    private static final int MAX_ALIASES = 10;

    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> signed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger questions = new AtomicInteger();

    /** What one name has. */
    record Node(
            List<Mx> mx,
            List<InetAddress> addresses,
            List<String> txt,
            List<String> ptr,
            List<Tlsa> tlsa,
            List<String> cname) {
        Node() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    public Zone mx(String domain, int preference, String host) {
        node(domain).mx().add(new Mx(preference, host));
        return this;
    }

    /** RFC 7505: this domain takes no mail. */
    public Zone nullMx(String domain) {
        return mx(domain, 0, "");
    }

    /** IPv4 or IPv6, as literals. */
    public Zone address(String host, String... literals) {
        for (var literal : literals) {
            node(host).addresses().add(InetAddress.ofLiteral(literal));
        }
        return this;
    }

    public Zone txt(String name, String text) {
        node(name).txt().add(text);
        return this;
    }

    public Zone ptr(String address, String name) {
        node(reverse(InetAddress.ofLiteral(address))).ptr().add(name);
        return this;
    }

    public Zone tlsa(int port, String host, int usage, int selector, int matching, byte[] data) {
        node("_" + port + "._tcp." + host).tlsa().add(new Tlsa(usage, selector, matching, data));
        return this;
    }

    public Zone alias(String name, String target) {
        node(name).cname().add(target);
        return this;
    }

    /** Questions for this name are not answered from now on, until {@link #answers}. */
    public Zone fails(String name) {
        failing.add(name);
        return this;
    }

    public Zone answers(String name) {
        failing.remove(name);
        return this;
    }

    /** DNSSEC vouches for this name and all below it. */
    public Zone signed(String domain) {
        signed.add(domain);
        return this;
    }

    /** Forgets all records of a name. */
    public Zone remove(String name) {
        nodes.remove(name);
        return this;
    }

    /** How many questions were asked until now. */
    public int questions() {
        return questions.get();
    }

    @Override
    public Answer<Mx> mx(String domain) {
        return answer(domain, Node::mx);
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        return answer(host, Node::addresses);
    }

    @Override
    public Answer<String> txt(String name) {
        return answer(name, Node::txt);
    }

    @Override
    public Answer<String> ptr(InetAddress address) {
        return answer(reverse(address), Node::ptr);
    }

    @Override
    public Answer<Tlsa> tlsa(int port, String host) {
        return answer("_" + port + "._tcp." + host, Node::tlsa);
    }

    private interface Kind<T> {
        List<T> of(Node node);
    }

    private <T> Answer<T> answer(String name, Kind<T> kind) {
        questions.incrementAndGet();
        var owner = name;
        boolean authentic = true;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            if (failing.contains(owner)) {
                return new Failure<>("SERVFAIL");
            }
            authentic &= isSigned(owner);
            var node = nodes.get(owner);
            if (node == null) {
                return new NoDomain<>(authentic);
            }
            var records = kind.of(node);
            if (!records.isEmpty()) {
                return new Found<>(owner, records, authentic);
            }
            if (node.cname().isEmpty()) {
                return new None<>(authentic);
            }
            owner = node.cname().getFirst();
        }
        return new Failure<>("an alias leads nowhere");
    }

    /** For {@link NameServer}: a copy of what is there. */
    Map<String, Node> nodes() {
        return new HashMap<>(nodes);
    }

    Set<String> failing() {
        return new HashSet<>(failing);
    }

    boolean isSigned(String name) {
        return signed.stream().anyMatch(top -> name.equals(top) || name.endsWith("." + top));
    }

    private Node node(String name) {
        return nodes.computeIfAbsent(name, _ -> new Node());
    }

    private static String reverse(InetAddress address) {
        return ReverseMap.fromAddress(address).toString(true);
    }
}
