package org.bocau.mailauth;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bocau.mailauth.ArcResult.Result;
import org.bocau.mailauth.Lookups.LookupFailure;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/** Verification of an Authenticated Received Chain. RFC 8617 §5.2. */
final class Arc {
    private static final String SEAL = "ARC-Seal";
    private static final String SIGNATURE = "ARC-Message-Signature";
    private static final String RESULTS = "ARC-Authentication-Results";

    /** §4.2.1. */
    static final int MOST_SETS = 50;

    /** One link of the chain. */
    private record Link(
            HeaderSection.Field results, HeaderSection.Field signature, HeaderSection.Field seal) {}

    private final HeaderSection header;
    private final List<Link> chain;
    private final @Nullable DkimSignature newest;
    private final ArcResult early; // of a chain that is none, or broken before any signature counts

    private Arc(
            HeaderSection header,
            List<Link> chain,
            @Nullable DkimSignature newest,
            ArcResult early) {
        this.header = header;
        this.chain = chain;
        this.newest = newest;
        this.early = early;
    }

    static Arc read(HeaderSection header) {
        var seals = header.all(SEAL);
        int fields = seals.size() + header.all(SIGNATURE).size() + header.all(RESULTS).size();
        if (fields == 0) {
            return new Arc(header, List.of(), null, ArcResult.NONE);
        }
        try {
            var chain = chain(header, seals.size(), fields);
            requireStatus(chain);
            var field = chain.getLast().signature();
            var newest = DkimSignature.parseArc(field, tags(field));
            return new Arc(header, chain, newest, failed(chain, ""));
        } catch (IllegalArgumentException broken) {
            var reason = Objects.requireNonNullElse(broken.getMessage(), "broken chain");
            return new Arc(
                    header, List.of(), null, new ArcResult(Result.FAIL, seals.size(), "", reason));
        }
    }

    /** §5.2 step 3: instances 1 to n, each with its three fields once. */
    private static List<Link> chain(HeaderSection header, int sets, int fields) {
        if (sets == 0 || sets > MOST_SETS || fields != 3 * sets) {
            throw new IllegalArgumentException("fields of the chain are missing or too many");
        }
        var chain = new ArrayList<Link>();
        for (int i = 1; i <= sets; i++) {
            chain.add(
                    new Link(
                            one(header, RESULTS, i),
                            one(header, SIGNATURE, i),
                            one(header, SEAL, i)));
        }
        return chain;
    }

    private static HeaderSection.Field one(HeaderSection header, String name, int instance) {
        var fields = header.all(name).stream().filter(f -> instance(f) == instance).toList();
        if (fields.size() != 1) {
            throw new IllegalArgumentException(
                    "an instance of the chain is missing or there twice");
        }
        return fields.getFirst();
    }

    /** The results field begins with it; in the other two it is a tag like any. */
    private static int instance(HeaderSection.Field field) {
        String value;
        if (field.name().equalsIgnoreCase(RESULTS)) {
            var text = FieldText.value(field);
            int semicolon = text.indexOf(';');
            var first = semicolon < 0 ? text : text.substring(0, semicolon);
            int equals = first.indexOf('=');
            boolean named = equals >= 0 && first.substring(0, equals).strip().equals("i");
            value = named ? first.substring(equals + 1).strip() : "";
        } else {
            value = tags(field).get("i", "");
        }
        boolean number = value.length() == 1 || value.length() == 2;
        return number && value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(value)
                : 0;
    }

    private static TagList tags(HeaderSection.Field field) {
        if (field.octets().length > DkimSignature.LONGEST) {
            throw new IllegalArgumentException("a field of the chain is too long");
        }
        return TagList.parse(FieldText.value(field));
    }

    /**
     * §5.2 step 2 and 3: who added a link found the chain before it sound; the first found none.
     */
    private static void requireStatus(List<Link> chain) {
        for (int i = 0; i < chain.size(); i++) {
            var status = tags(chain.get(i).seal()).get("cv", "").toLowerCase(Locale.ROOT);
            if (!status.equals(i == 0 ? "none" : "pass")) {
                throw new IllegalArgumentException("broken before it came here");
            }
        }
    }

    private static ArcResult failed(List<Link> chain, String reason) {
        return new ArcResult(Result.FAIL, chain.size(), domain(chain), reason);
    }

    private static String domain(List<Link> chain) {
        return DkimSignature.domain(tags(chain.getLast().seal()));
    }

    /** What of the body must be hashed before {@link #verify}. */
    List<BodyHashes.Demand> demands() {
        return newest == null ? List.of() : List.of(newest.body());
    }

    ArcResult verify(Lookups dns, BodyHashes body) {
        if (newest == null) {
            return early;
        }
        try {
            if (!verifies(dns, newest, body)) {
                return failed(chain, "the message has changed");
            }
            for (int count = chain.size(); count > 0; count--) {
                if (!sealVerifies(dns, count)) {
                    return failed(chain, "a seal does not hold");
                }
            }
            return new ArcResult(Result.PASS, chain.size(), domain(chain), null);
        } catch (LookupFailure _) {
            return failed(chain, "a key is not to be had now");
        } catch (IllegalArgumentException unusable) {
            return failed(chain, Objects.requireNonNullElse(unusable.getMessage(), "unusable"));
        }
    }

    private boolean verifies(Lookups dns, DkimSignature signature, BodyHashes body)
            throws LookupFailure {
        var demand = signature.body();
        return MessageDigest.isEqual(body.hash(demand), signature.bodyHash())
                && body.octets(demand) <= demand.limit()
                && verifies(
                        dns,
                        signature.keyName(),
                        signature.algorithm(),
                        signature.signedHeader(header),
                        signature.signature());
    }

    /**
     * §5.1.1: a seal covers the links up to its own, relaxed, itself last and without its value.
     */
    private boolean sealVerifies(Lookups dns, int count) throws LookupFailure {
        var field = chain.get(count - 1).seal();
        var tags = tags(field);
        if (tags.get("h") != null) { // §4.1.3
            throw new IllegalArgumentException("a seal with h=");
        }
        var text = new StringBuilder();
        for (var link : chain.subList(0, count)) {
            text.append(relaxed(link.results())).append(relaxed(link.signature()));
            if (!link.seal().equals(field)) {
                text.append(relaxed(link.seal()));
            }
        }
        var own = Canonicalization.RELAXED.header(FieldText.withoutSignature(FieldText.of(field)));
        text.append(FieldText.withoutLineEnd(own));
        return verifies(
                dns,
                DkimSignature.selector(tags) + "._domainkey." + DkimSignature.domain(tags),
                Algorithm.of(tags.compact("a")),
                Canonicalization.octets(text.toString()),
                tags.base64("b"));
    }

    private static String relaxed(HeaderSection.Field field) {
        return Canonicalization.RELAXED.header(FieldText.of(field));
    }

    private static boolean verifies(
            Lookups dns, String keyName, Algorithm algorithm, byte[] header, byte[] signature)
            throws LookupFailure {
        var key = Dkim.key(dns, keyName);
        return key.key() != null
                && key.type().equals(algorithm.keyType())
                && algorithm.verifies(key.key(), header, signature);
    }
}
