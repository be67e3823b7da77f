package org.bocau.mailauth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.bocau.mailauth.Lookups.LookupFailure;
import org.bocau.mailauth.SpfRecord.Directive;
import org.bocau.mailauth.SpfRecord.Mechanism;
import org.bocau.mailauth.SpfResult.Identity;
import org.bocau.mailauth.SpfResult.Result;
import org.bocau.net.Network;
import org.jspecify.annotations.Nullable;

/**
 * One SPF check: may this client use this domain. RFC 7208 §4 {@code check_host()}. An object is
 * for one check and one thread: it counts what the records ask for.
 */
final class Spf {
    /** §4.6.4: terms that ask DNS, in all records of a check together. */
    static final int MOST_LOOKUPS = 10;

    /** §4.6.4: answers without records. */
    static final int MOST_VOID_LOOKUPS = 2;

    /** §4.6.4: names of one MX or PTR answer whose addresses are asked. */
    static final int MOST_NAMES = 10;

    /** Octets of a record; §3.4 would have it fit into one UDP packet. */
    private static final int LONGEST = 8192;

    /** §6.2 leaves the length open; it goes into one reply line. */
    private static final int LONGEST_EXPLANATION = 400;

    /**
     * Who is checked.
     *
     * @param helo as the client named itself
     * @param localPart of the reverse-path; null for the null reverse-path, whose stand-in is
     *     {@code postmaster} at the HELO name (§2.4)
     * @param domain of the reverse-path, or the HELO name
     * @param receiver our own name, for the words of a refusal
     */
    record Subject(
            InetAddress client,
            String helo,
            @Nullable String localPart,
            String domain,
            String receiver) {
        String mailbox() {
            return local() + "@" + domain;
        }

        private String local() {
            return localPart == null || localPart.isEmpty() ? "postmaster" : localPart; // §4.3
        }
    }

    private final Lookups dns;
    private final Clock clock;
    private final Subject subject;
    private int lookups;
    private int voids;

    private Spf(Lookups dns, Clock clock, Subject subject) {
        this.dns = dns;
        this.clock = clock;
        this.subject = subject;
    }

    /** Never fails: what goes wrong is a result too. */
    static SpfResult check(Lookups dns, Clock clock, Subject subject) {
        return new Spf(dns, clock, subject).run();
    }

    private SpfResult run() {
        var domain = subject.domain();
        try {
            var opinion = isDomain(domain) ? opinion(domain) : new Opinion(Result.NONE, null);
            return result(
                    opinion.result(), opinion.result() == Result.FAIL ? words(opinion) : null);
        } catch (SpfFailure failure) {
            return result(failure.result(), null);
        }
    }

    private SpfResult result(Result result, @Nullable String explanation) {
        var identity = subject.localPart() == null ? Identity.HELO : Identity.MAIL_FROM;
        return new SpfResult(result, identity, subject.domain(), subject.mailbox(), explanation);
    }

    /** A result, and the record whose explanation goes with it (§6.2: never an included one). */
    private record Opinion(Result result, @Nullable Voice voice) {}

    private record Voice(SpfMacro explanation, String domain) {}

    /** §4.3: a name of several labels, none of them empty or over 63 octets. */
    private static boolean isDomain(String domain) {
        var labels =
                (domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain)
                        .split("\\.", -1);
        if (labels.length < 2 || domain.length() > 254) {
            return false;
        }
        for (var label : labels) {
            if (label.isEmpty()
                    || label.length() > 63
                    || label.chars().anyMatch(c -> c < ' ' || c > '~')) {
                return false;
            }
        }
        return !domain.startsWith("[");
    }

    private Opinion opinion(String domain) throws SpfFailure {
        var record = record(domain);
        if (record == null) {
            return new Opinion(Result.NONE, null);
        }
        for (var directive : record.directives()) {
            if (matches(directive, domain)) {
                var voice = record.explanation();
                return new Opinion(
                        directive.onMatch(), voice == null ? null : new Voice(voice, domain));
            }
        }
        return record.redirect() == null
                ? new Opinion(Result.NEUTRAL, null) // §4.7
                : redirected(record.redirect(), domain);
    }

    /** §6.1. */
    private Opinion redirected(SpfMacro redirect, String domain) throws SpfFailure {
        count();
        var target = redirect.expandDomain(values(domain));
        var opinion = isDomain(target) ? opinion(target) : new Opinion(Result.NONE, null);
        if (opinion.result() == Result.NONE) {
            throw SpfFailure.permanent();
        }
        return opinion;
    }

    /** §4.4, §4.5; null when the domain publishes none. */
    private @Nullable SpfRecord record(String domain) throws SpfFailure {
        List<String> records;
        try {
            records = dns.txt(domain).stream().filter(SpfRecord::isOne).limit(2).toList();
        } catch (LookupFailure _) {
            throw SpfFailure.temporary();
        }
        if (records.size() > 1 || (!records.isEmpty() && records.getFirst().length() > LONGEST)) {
            throw SpfFailure.permanent();
        }
        return records.isEmpty() ? null : SpfRecord.parse(records.getFirst());
    }

    private boolean matches(Directive directive, String domain) throws SpfFailure {
        return switch (directive.mechanism()) {
            case Mechanism.All _ -> true;
            case Mechanism.Within(var network) -> network.contains(subject.client());
            case Mechanism.Include(var target) -> {
                count();
                yield included(target.expandDomain(values(domain)));
            }
            case Mechanism.A(var target, var prefixes) -> {
                count();
                yield contains(addresses(target(target, domain)), prefixes);
            }
            case Mechanism.Mx(var target, var prefixes) -> {
                count();
                yield mx(target(target, domain), prefixes);
            }
            case Mechanism.Ptr(var target) -> {
                count();
                yield ptr(target(target, domain));
            }
            case Mechanism.Exists(var target) -> {
                count();
                // §5.7: an A query, whatever the client's family
                yield addresses(target.expandDomain(values(domain))).stream()
                        .anyMatch(Inet4Address.class::isInstance);
            }
        };
    }

    private String target(@Nullable SpfMacro target, String domain) throws SpfFailure {
        return target == null ? domain : target.expandDomain(values(domain));
    }

    /** §5.2. */
    private boolean included(String target) throws SpfFailure {
        var result = isDomain(target) ? opinion(target).result() : Result.NONE;
        if (result == Result.NONE) {
            throw SpfFailure.permanent();
        }
        return result == Result.PASS;
    }

    /** §5.4. */
    private boolean mx(String target, SpfRecord.Prefixes prefixes) throws SpfFailure {
        List<String> hosts;
        try {
            hosts = isDomain(target) ? dns.mx(target) : List.of();
        } catch (LookupFailure _) {
            throw SpfFailure.temporary();
        }
        countVoid(hosts);
        int asked = 0;
        for (var host : hosts) {
            if (++asked > MOST_NAMES) {
                throw SpfFailure.permanent();
            }
            if (contains(addresses(host), prefixes)) {
                return true;
            }
        }
        return false;
    }

    /** §5.5: DNS trouble is no match. */
    private boolean ptr(String target) throws SpfFailure {
        var wanted = lower(target);
        return validatedNames().stream().anyMatch(name -> isWithin(lower(name), wanted));
    }

    /** Names of the client that lead back to it. */
    private List<String> validatedNames() throws SpfFailure {
        List<String> names;
        try {
            names = dns.ptr(subject.client());
        } catch (LookupFailure _) {
            return List.of();
        }
        countVoid(names);
        return names.stream().limit(MOST_NAMES).filter(this::leadsBack).toList();
    }

    private boolean leadsBack(String name) {
        try {
            return isDomain(name) && dns.addresses(name).contains(subject.client());
        } catch (LookupFailure _) {
            return false;
        }
    }

    private static boolean isWithin(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** In lower case, without the final dot. */
    private static String lower(String name) {
        var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return plain.toLowerCase(Locale.ROOT);
    }

    private boolean contains(List<InetAddress> addresses, SpfRecord.Prefixes prefixes) {
        int prefix = subject.client() instanceof Inet4Address ? prefixes.ip4() : prefixes.ip6();
        return addresses.stream().anyMatch(a -> Network.of(a, prefix).contains(subject.client()));
    }

    private List<InetAddress> addresses(String host) throws SpfFailure {
        try {
            var addresses = isDomain(host) ? dns.addresses(host) : List.<InetAddress>of();
            countVoid(addresses);
            return addresses;
        } catch (LookupFailure _) {
            throw SpfFailure.temporary();
        }
    }

    private void count() throws SpfFailure {
        if (++lookups > MOST_LOOKUPS) {
            throw SpfFailure.permanent();
        }
    }

    private void countVoid(List<?> records) throws SpfFailure {
        if (records.isEmpty() && ++voids > MOST_VOID_LOOKUPS) {
            throw SpfFailure.permanent();
        }
    }

    /** §6.2: any trouble leaves a fail without words. */
    private @Nullable String words(Opinion opinion) {
        if (opinion.voice() == null) {
            return null;
        }
        try {
            var values = values(opinion.voice().domain());
            var published = dns.txt(opinion.voice().explanation().expandDomain(values));
            if (published.size() != 1) {
                return null;
            }
            var words = SpfMacro.explanation(published.getFirst()).expand(values);
            boolean printable = words.chars().allMatch(c -> c >= ' ' && c <= '~');
            return printable && !words.isEmpty() && words.length() <= LONGEST_EXPLANATION
                    ? words
                    : null;
        } catch (LookupFailure | SpfFailure _) {
            return null;
        }
    }

    /** §7.2. */
    private SpfMacro.Values values(String domain) {
        return letter ->
                switch (letter) {
                    case 's' -> subject.mailbox();
                    case 'l' -> subject.local();
                    case 'o' -> subject.domain();
                    case 'd' -> domain;
                    case 'i' -> dotted(subject.client());
                    case 'p' -> bestName(domain);
                    case 'h' -> subject.helo();
                    case 'v' -> subject.client() instanceof Inet4Address ? "in-addr" : "ip6";
                    case 'c' -> subject.client().getHostAddress();
                    case 'r' -> subject.receiver();
                    case 't' -> Long.toString(clock.instant().getEpochSecond());
                    default -> throw new IllegalArgumentException("macro letter " + letter);
                };
    }

    /** §7.3: the domain itself, else a name within it, else any validated name. */
    private String bestName(String domain) throws SpfFailure {
        var wanted = lower(domain);
        var names = validatedNames().stream().map(Spf::lower).toList();
        return names.stream()
                .filter(wanted::equals)
                .findFirst()
                .or(() -> names.stream().filter(name -> isWithin(name, wanted)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("unknown");
    }

    /** §7.3: the nibbles of an IPv6 address, each a label. */
    private static String dotted(InetAddress client) {
        if (client instanceof Inet4Address) {
            return client.getHostAddress();
        }
        var nibbles = new StringBuilder();
        for (byte octet : client.getAddress()) {
            nibbles.append(nibbles.isEmpty() ? "" : ".")
                    .append(Character.forDigit((octet >> 4) & 0xf, 16))
                    .append('.')
                    .append(Character.forDigit(octet & 0xf, 16));
        }
        return nibbles.toString();
    }
}
