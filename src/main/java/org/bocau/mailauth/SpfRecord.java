package org.bocau.mailauth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.net.Network;
import org.jspecify.annotations.Nullable;

/**
 * A published SPF policy, all of its syntax checked before any of it is evaluated. RFC 7208 §4.6,
 * §12. Pure.
 *
 * @param redirect whose record goes on when nothing here matches, or null; ignored beside "all"
 * @param explanation where the words for a fail are published, or null
 */
record SpfRecord(
        List<Directive> directives, @Nullable SpfMacro redirect, @Nullable SpfMacro explanation) {
    private static final String VERSION = "v=spf1";
    private static final Network NOBODY = new Network(new byte[16], 128);

    /** §4.6.2: what a match means. */
    record Directive(SpfResult.Result onMatch, Mechanism mechanism) {}

    /** §5. A domain of null is the one being checked; prefix lengths are in bits. */
    sealed interface Mechanism {
        record All() implements Mechanism {}

        record Include(SpfMacro domain) implements Mechanism {}

        record A(@Nullable SpfMacro domain, Prefixes prefixes) implements Mechanism {}

        record Mx(@Nullable SpfMacro domain, Prefixes prefixes) implements Mechanism {}

        record Ptr(@Nullable SpfMacro domain) implements Mechanism {}

        record Within(Network network) implements Mechanism {}

        record Exists(SpfMacro domain) implements Mechanism {}
    }

    /** §5.6: dual-cidr-length. */
    record Prefixes(int ip4, int ip6) {
        static final Prefixes WHOLE = new Prefixes(32, 128);
    }

    /** §4.5: exactly this version, then a space or nothing. */
    static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /**
     * @param text a TXT record for which {@link #isOne} holds
     * @throws SpfFailure permerror
     */
    static SpfRecord parse(String text) throws SpfFailure {
        var directives = new ArrayList<Directive>();
        SpfMacro redirect = null;
        SpfMacro explanation = null;
        for (var term : text.substring(VERSION.length()).split(" +")) {
            if (term.isEmpty()) {
                continue;
            }
            int nameEnd = nameEnd(term);
            if (nameEnd == 0 || nameEnd == term.length() || term.charAt(nameEnd) != '=') {
                directives.add(directive(term));
                continue;
            }
            var value = term.substring(nameEnd + 1);
            switch (term.substring(0, nameEnd).toLowerCase(Locale.ROOT)) {
                case "redirect" -> redirect = once(redirect, value);
                case "exp" -> explanation = once(explanation, value);
                default -> SpfMacro.requireMacroString(value); // §6: unknown ones are ignored
            }
        }
        return new SpfRecord(List.copyOf(directives), redirect, explanation);
    }

    /** §6: redirect and exp must not appear twice. */
    private static SpfMacro once(@Nullable SpfMacro before, String value) throws SpfFailure {
        if (before != null) {
            throw SpfFailure.permanent();
        }
        return SpfMacro.domainSpec(value);
    }

    /** §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ). */
    private static int nameEnd(String term) {
        int at = 0;
        while (at < term.length()) {
            char c = term.charAt(at);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            boolean other = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            if (!letter && (at == 0 || !other)) {
                break;
            }
            at++;
        }
        return at;
    }

    private static Directive directive(String term) throws SpfFailure {
        var onMatch =
                switch (term.charAt(0)) {
                    case '-' -> SpfResult.Result.FAIL;
                    case '~' -> SpfResult.Result.SOFTFAIL;
                    case '?' -> SpfResult.Result.NEUTRAL;
                    default -> SpfResult.Result.PASS;
                };
        boolean qualified = "+-~?".indexOf(term.charAt(0)) >= 0;
        return new Directive(onMatch, mechanism(qualified ? term.substring(1) : term));
    }

    private static Mechanism mechanism(String text) throws SpfFailure {
        int nameEnd = nameEnd(text);
        var name = text.substring(0, nameEnd).toLowerCase(Locale.ROOT);
        var rest = text.substring(nameEnd);
        return switch (name) {
            case "all" -> all(rest);
            case "include" -> new Mechanism.Include(SpfMacro.domainSpec(afterColon(rest)));
            case "exists" -> new Mechanism.Exists(SpfMacro.domainSpec(afterColon(rest)));
            case "ptr" ->
                    new Mechanism.Ptr(
                            rest.isEmpty() ? null : SpfMacro.domainSpec(afterColon(rest)));
            case "a" -> {
                int cidr = cidrStart(rest);
                yield new Mechanism.A(optionalDomain(rest, cidr), prefixes(rest.substring(cidr)));
            }
            case "mx" -> {
                int cidr = cidrStart(rest);
                yield new Mechanism.Mx(optionalDomain(rest, cidr), prefixes(rest.substring(cidr)));
            }
            case "ip4" -> ip4(afterColon(rest));
            case "ip6" -> ip6(afterColon(rest));
            default -> throw SpfFailure.permanent();
        };
    }

    private static Mechanism all(String rest) throws SpfFailure {
        if (!rest.isEmpty()) {
            throw SpfFailure.permanent();
        }
        return new Mechanism.All();
    }

    private static String afterColon(String rest) throws SpfFailure {
        if (!rest.startsWith(":")) {
            throw SpfFailure.permanent();
        }
        return rest.substring(1);
    }

    private static @Nullable SpfMacro optionalDomain(String rest, int end) throws SpfFailure {
        return end == 0 ? null : SpfMacro.domainSpec(afterColon(rest.substring(0, end)));
    }

    /**
     * Where [ip4-cidr-length] [ "/" ip6-cidr-length ] starts. From the end, for a macro-string may
     * hold slashes too.
     */
    private static int cidrStart(String text) {
        int start = text.length();
        int slash = digitsStart(text, start) - 1;
        if (slash > 0 && text.charAt(slash) == '/' && text.charAt(slash - 1) == '/') {
            start = slash - 1;
            slash = digitsStart(text, start) - 1;
        }
        return slash >= 0 && slash + 1 < start && text.charAt(slash) == '/' ? slash : start;
    }

    private static int digitsStart(String text, int end) {
        int at = end;
        while (at > 0 && text.charAt(at - 1) >= '0' && text.charAt(at - 1) <= '9') {
            at--;
        }
        return at;
    }

    private static Prefixes prefixes(String cidr) throws SpfFailure {
        int both = cidr.indexOf("//");
        var ip4 = both < 0 ? cidr : cidr.substring(0, both);
        return new Prefixes(
                ip4.isEmpty() ? 32 : length(ip4.substring(1), 32),
                both < 0 ? 128 : length(cidr.substring(both + 2), 128));
    }

    /** §12: without leading zeros. */
    private static int length(String digits, int most) throws SpfFailure {
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= 3
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (digits.length() == 1 || digits.charAt(0) != '0');
        int length = number ? Integer.parseInt(digits) : most + 1;
        if (length > most) {
            throw SpfFailure.permanent();
        }
        return length;
    }

    private static Mechanism ip4(String text) throws SpfFailure {
        int slash = text.indexOf('/');
        var parts = (slash < 0 ? text : text.substring(0, slash)).split("\\.", -1);
        if (parts.length != 4) {
            throw SpfFailure.permanent();
        }
        for (var part : parts) {
            length(part, 255); // qnum: 0 to 255, no leading zeros
        }
        int prefix = slash < 0 ? 32 : length(text.substring(slash + 1), 32);
        return new Mechanism.Within(
                Network.of(InetAddress.ofLiteral(String.join(".", parts)), prefix));
    }

    private static Mechanism ip6(String text) throws SpfFailure {
        int slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        int prefix = slash < 0 ? 128 : length(text.substring(slash + 1), 128);
        if (!literal.contains(":") || !literal.chars().allMatch(c -> isIp6(c))) {
            throw SpfFailure.permanent();
        }
        try {
            var address = InetAddress.ofLiteral(literal);
            // An IPv4-mapped network matches nobody: a client with such an address is an IPv4 one.
            return new Mechanism.Within(
                    address instanceof Inet4Address ? NOBODY : Network.of(address, prefix));
        } catch (IllegalArgumentException _) {
            throw SpfFailure.permanent();
        }
    }

    private static boolean isIp6(int c) {
        return (c >= '0' && c <= '9')
                || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
                || c == ':'
                || c == '.';
    }
}
