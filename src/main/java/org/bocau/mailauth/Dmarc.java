package org.bocau.mailauth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.bocau.mailauth.DmarcResult.Result;
import org.bocau.mailauth.Lookups.LookupFailure;
import org.jspecify.annotations.Nullable;

/**
 * DMARC for one author domain. RFC 9989: organisational domains are found by walking up the DNS
 * tree (§4.10), so no list of public suffixes is needed that would be old one day. One object for
 * one message.
 */
final class Dmarc {
    /** §4.10: from here up a walk jumps, so that a long name costs eight questions too. */
    private static final int MOST_LABELS = 7;

    private final Lookups dns;
    private final IntSupplier percentile;
    private final Map<String, List<Found>> walks = new HashMap<>();

    /** A record, and the domain that has it. */
    private record Found(String domain, DmarcRecord record) {}

    /**
     * @param percentile a random number from 0 to 99: whether a message is in the sample of pct=
     */
    Dmarc(Lookups dns, IntSupplier percentile) {
        this.dns = dns;
        this.percentile = percentile;
    }

    /**
     * @param author A-labels, lower case
     * @param authenticated the domains that vouch: of SPF, and of signatures
     * @param undecided those that might, if DNS had answered
     */
    DmarcResult check(
            String author, List<Authenticated> authenticated, List<Authenticated> undecided) {
        try {
            var applied = discover(author);
            if (applied == null) {
                return DmarcResult.without(Result.NONE, author);
            }
            var policy = policy(author, applied);
            if (aligned(author, applied.record(), authenticated)) {
                return new DmarcResult(Result.PASS, author, policy, DmarcPolicy.NONE);
            }
            boolean perhaps = aligned(author, applied.record(), undecided);
            return new DmarcResult(
                    perhaps ? Result.TEMPERROR : Result.FAIL,
                    author,
                    policy,
                    sampled(applied.record()) ? policy : policy.milder());
        } catch (LookupFailure _) {
            return DmarcResult.without(Result.TEMPERROR, author);
        }
    }

    /** A domain that vouches for the message. */
    record Authenticated(String domain, boolean bySignature) {}

    private boolean sampled(DmarcRecord record) {
        return !record.testing() && percentile.getAsInt() < record.percent();
    }

    /** §4.10.1: the author domain's own record, else its organisation's, else its suffix's. */
    private @Nullable Found discover(String author) throws LookupFailure {
        var walk = walk(author);
        if (walk.isEmpty()) {
            return null;
        }
        var organisation = organisation(author);
        return at(walk, author).or(() -> at(walk, organisation)).orElseGet(() -> walk.getLast());
    }

    private static Optional<Found> at(List<Found> walk, String domain) {
        return walk.stream().filter(found -> found.domain().equals(domain)).findFirst();
    }

    private DmarcPolicy policy(String author, Found applied) throws LookupFailure {
        var record = applied.record();
        if (applied.domain().equals(author)) {
            return record.policy();
        }
        var forSubdomains = record.subdomains() == null ? record.policy() : record.subdomains();
        return record.missing() != null && !exists(author) ? record.missing() : forSubdomains;
    }

    /** §3.2.13: a domain that has neither addresses nor mail hosts does not exist. */
    private boolean exists(String domain) throws LookupFailure {
        return !dns.addresses(domain).isEmpty() || !dns.mx(domain).isEmpty();
    }

    /** §4.4. */
    private boolean aligned(String author, DmarcRecord record, List<Authenticated> authenticated)
            throws LookupFailure {
        for (var one : authenticated) {
            if (one.domain().equals(author)) {
                return true;
            }
        }
        for (var one : authenticated) {
            boolean strict = one.bySignature() ? record.strictDkim() : record.strictSpf();
            if (!strict && shareOrganisation(author, one.domain())) {
                return true;
            }
        }
        return false;
    }

    private boolean shareOrganisation(String author, String domain) throws LookupFailure {
        var organisation = organisation(author);
        boolean within = domain.equals(organisation) || domain.endsWith("." + organisation);
        return within && organisation(domain).equals(organisation);
    }

    /** §4.10.2. */
    private String organisation(String domain) throws LookupFailure {
        var walk = walk(domain);
        for (var found : walk) {
            if (Boolean.FALSE.equals(found.record().publicSuffix())) {
                return found.domain();
            }
            boolean suffix = Boolean.TRUE.equals(found.record().publicSuffix());
            if (suffix && !found.domain().equals(domain)) {
                return below(found.domain(), domain);
            }
        }
        return walk.isEmpty() ? domain : walk.getLast().domain();
    }

    /** The part of {@code domain} that is one label longer than {@code parent}. */
    private static String below(String parent, String domain) {
        int dot = domain.lastIndexOf('.', domain.length() - parent.length() - 2);
        return domain.substring(dot + 1);
    }

    /** §4.10: the records of a domain and those above it, the longest name first. */
    private List<Found> walk(String domain) throws LookupFailure {
        var known = walks.get(domain);
        if (known != null) {
            return known;
        }
        var found = new ArrayList<Found>();
        var name = domain;
        while (!name.isEmpty()) {
            var record = record(name);
            if (record != null) {
                found.add(new Found(name, record));
                if (record.publicSuffix() != null) {
                    break;
                }
            }
            name = parent(name);
        }
        walks.put(domain, found);
        return found;
    }

    private @Nullable DmarcRecord record(String domain) throws LookupFailure {
        var records =
                dns.txt("_dmarc." + domain).stream()
                        .map(DmarcRecord::parse)
                        .flatMap(Optional::stream)
                        .limit(2)
                        .toList();
        return records.size() == 1 ? records.getFirst() : null;
    }

    /** The next name of a walk: a label less, and at most seven of them; empty at the root. */
    private static String parent(String domain) {
        int dot = domain.indexOf('.');
        var parent = dot < 0 ? "" : domain.substring(dot + 1);
        while (labels(parent) > MOST_LABELS) {
            parent = parent.substring(parent.indexOf('.') + 1);
        }
        return parent;
    }

    private static long labels(String domain) {
        return domain.chars().filter(c -> c == '.').count() + 1;
    }
}
