package org.bocau.mailauth;

import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bocau.mailauth.DkimResult.Result;
import org.bocau.mailauth.Lookups.LookupFailure;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/** Verification of a message's DKIM signatures. RFC 6376 §6. */
final class Dkim {
    static final String FIELD = "DKIM-Signature";

    /** Signatures that are looked at, from the top; §6.1 leaves a limit to us. */
    static final int MOST_SIGNATURES = 5;

    private static final int SHOWN_SIGNATURE = 8; // RFC 6008 §3: enough to tell them apart

    /** One of the message's signatures, read; null where it is none. */
    private record Candidate(@Nullable DkimSignature signature, DkimResult refused) {}

    private final HeaderSection header;
    private final List<Candidate> candidates;

    private Dkim(HeaderSection header, List<Candidate> candidates) {
        this.header = header;
        this.candidates = candidates;
    }

    static Dkim read(HeaderSection header) {
        return new Dkim(
                header,
                header.all(FIELD).stream().limit(MOST_SIGNATURES).map(Dkim::candidate).toList());
    }

    private static Candidate candidate(HeaderSection.Field field) {
        var nobody = new DkimResult(Result.PERMERROR, "", "", "", null, "", "not a signature");
        if (field.octets().length > DkimSignature.LONGEST) {
            return new Candidate(null, nobody);
        }
        try {
            var tags = TagList.parse(FieldText.value(field));
            var named = named(tags);
            try {
                return new Candidate(DkimSignature.parse(field, tags), named);
            } catch (IllegalArgumentException malformed) {
                return new Candidate(
                        null, because(named, Result.PERMERROR, malformed.getMessage()));
            }
        } catch (IllegalArgumentException _) {
            return new Candidate(null, nobody);
        }
    }

    /** Who signed, before anything is known of the rest. */
    private static DkimResult named(TagList tags) {
        var value = tags.compact("b");
        return new DkimResult(
                Result.PERMERROR,
                DkimSignature.domain(tags),
                DkimSignature.selector(tags),
                TagList.withoutBlanks(tags.get("a", "")),
                tags.get("i"),
                value.substring(0, Math.min(SHOWN_SIGNATURE, value.length())),
                null);
    }

    private static DkimResult because(DkimResult named, Result result, @Nullable String reason) {
        return new DkimResult(
                result,
                named.domain(),
                named.selector(),
                named.algorithm(),
                named.identity(),
                named.signature(),
                reason);
    }

    /** What of the body must be hashed before {@link #verify}. */
    List<BodyHashes.Demand> demands() {
        return candidates.stream()
                .map(Candidate::signature)
                .filter(Objects::nonNull)
                .map(DkimSignature::body)
                .toList();
    }

    /** One result a signature, in their order. */
    List<DkimResult> verify(Lookups dns, Clock clock, BodyHashes body) {
        var results = new ArrayList<DkimResult>();
        for (var candidate : candidates) {
            results.add(
                    candidate.signature() == null
                            ? candidate.refused()
                            : verify(candidate.signature(), candidate.refused(), dns, clock, body));
        }
        return List.copyOf(results);
    }

    private DkimResult verify(
            DkimSignature signature, DkimResult named, Lookups dns, Clock clock, BodyHashes body) {
        if (signature.expires() != null && signature.expires() < clock.instant().getEpochSecond()) {
            return because(named, Result.PERMERROR, "signature expired");
        }
        DkimKey key;
        try {
            key = key(dns, signature.keyName());
        } catch (LookupFailure _) {
            return because(named, Result.TEMPERROR, "key not to be had now");
        } catch (IllegalArgumentException unusable) {
            return because(named, Result.PERMERROR, unusable.getMessage());
        }
        var problem = problem(signature, key);
        if (problem != null) {
            return because(named, Result.PERMERROR, problem);
        }
        var result = verify(signature, key, named, body);
        return key.testing() && result.result() == Result.FAIL
                ? because(named, Result.NEUTRAL, result.reason())
                : result;
    }

    /**
     * §3.6.2.2.
     *
     * @throws IllegalArgumentException there is none, there are several, or it is no key
     */
    static DkimKey key(Lookups dns, String name) throws LookupFailure {
        var records = dns.txt(name);
        if (records.size() != 1) {
            throw new IllegalArgumentException(records.isEmpty() ? "no key" : "several keys");
        }
        return DkimKey.parse(records.getFirst());
    }

    /** §6.1.2: why the key must not be used for this signature, or null. */
    private static @Nullable String problem(DkimSignature signature, DkimKey key) {
        if (key.key() == null) {
            return "key revoked";
        }
        if (!key.type().equals(signature.algorithm().keyType())) {
            return "key of another algorithm";
        }
        var identity = signature.identity();
        boolean stranger =
                identity != null
                        && !identity.toLowerCase(Locale.ROOT).endsWith("@" + signature.domain());
        return key.strict() && stranger ? "i= is not d=" : null;
    }

    private DkimResult verify(
            DkimSignature signature, DkimKey key, DkimResult named, BodyHashes body) {
        var demand = signature.body();
        if (!MessageDigest.isEqual(body.hash(demand), signature.bodyHash())) {
            return because(named, Result.FAIL, "body has changed");
        }
        if (!signature
                .algorithm()
                .verifies(
                        Objects.requireNonNull(key.key()),
                        signature.signedHeader(header),
                        signature.signature())) {
            return because(named, Result.FAIL, "header has changed");
        }
        // §8.2: whoever passes it on could add anything below, so such a signature vouches for
        // nothing.
        if (body.octets(demand) > demand.limit()) {
            return because(named, Result.POLICY, "part of the body is not signed");
        }
        return because(named, Result.PASS, null);
    }
}
