package org.bocau.mailauth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/**
 * One DKIM-Signature field, or the ARC-Message-Signature that has the same form. RFC 6376 §3.5.
 *
 * @param field as it stands in the header
 * @param headers names in the order they are hashed, lower case
 * @param length octets of the canonical body that are hashed; null for all
 * @param identity i=, or null
 */
record DkimSignature(
        HeaderSection.Field field,
        Algorithm algorithm,
        Canonicalization headerForm,
        Canonicalization bodyForm,
        String domain,
        String selector,
        @Nullable String identity,
        List<String> headers,
        byte[] bodyHash,
        byte[] signature,
        @Nullable Long length,
        @Nullable Long expires) {

    /** Octets of a field that is read; a sane one has well below 4 KiB. */
    static final int LONGEST = 32 * 1024;

    private static final int MOST_HEADERS = 500;

    /**
     * @param tags of the field's value
     * @throws IllegalArgumentException no valid signature; the message says why, RFC 6376 §6.1.1
     */
    static DkimSignature parse(HeaderSection.Field field, TagList tags) {
        if (!tags.require("v").equals("1")) {
            throw new IllegalArgumentException("unknown version");
        }
        var domain = domain(tags);
        var identity = tags.get("i");
        if (identity != null && !isWithin(identity, domain)) {
            throw new IllegalArgumentException("i= is not within d=");
        }
        var methods = TagList.withoutBlanks(tags.get("q", "dns/txt"));
        if (!List.of(methods.split(":")).contains("dns/txt")) {
            throw new IllegalArgumentException("unknown query method");
        }
        return parse(field, tags, domain, identity);
    }

    /** RFC 8617 §4.1.2: without v=, and with an instance number as i=. */
    static DkimSignature parseArc(HeaderSection.Field field, TagList tags) {
        return parse(field, tags, domain(tags), null);
    }

    private static DkimSignature parse(
            HeaderSection.Field field, TagList tags, String domain, @Nullable String identity) {
        var headers = List.of(tags.compact("h").toLowerCase(Locale.ROOT).split(":"));
        if (headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException("too many fields in h=");
        }
        if (!headers.contains("from")) { // §5.4: the one field that must be signed
            throw new IllegalArgumentException("From is not signed");
        }
        var signed = tags.number("t");
        var expires = tags.number("x");
        if (signed != null && expires != null && expires < signed) {
            throw new IllegalArgumentException("expires before it was made");
        }
        var forms = tags.get("c", "simple/simple");
        int slash = forms.indexOf('/');
        return new DkimSignature(
                field,
                Algorithm.of(tags.compact("a")),
                Canonicalization.of(slash < 0 ? forms : forms.substring(0, slash)),
                slash < 0
                        ? Canonicalization.SIMPLE
                        : Canonicalization.of(forms.substring(slash + 1)),
                domain,
                selector(tags),
                identity,
                headers,
                tags.base64("bh"),
                tags.base64("b"),
                tags.number("l"),
                expires);
    }

    static String domain(TagList tags) {
        return name(tags, "d");
    }

    static String selector(TagList tags) {
        return name(tags, "s");
    }

    /** §3.5: a domain name; A-labels or U-labels, of which DNS knows only the first. */
    private static String name(TagList tags, String tag) {
        var name = tags.require(tag).toLowerCase(Locale.ROOT);
        boolean sound =
                !name.isEmpty()
                        && name.length() <= 253
                        && name.chars()
                                .allMatch(c ->
                                        c > ' ' && c <= '~' && "\"\\();:@<>,[]=".indexOf(c) < 0);
        if (!sound) {
            throw new IllegalArgumentException(tag + "= is no name");
        }
        return name;
    }

    private static boolean isWithin(String identity, String domain) {
        var host = identity.substring(identity.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return identity.contains("@") && (host.equals(domain) || host.endsWith("." + domain));
    }

    /** Where the key is. §3.6.2.1. */
    String keyName() {
        return selector + "._domainkey." + domain;
    }

    /** What of the body is hashed. */
    BodyHashes.Demand body() {
        return new BodyHashes.Demand(bodyForm, length == null ? Long.MAX_VALUE : length);
    }

    /**
     * §3.7, §5.4.2: the named fields, each name taking the lowest one not yet taken, then the
     * signature itself without its value. A name with no field left stands for none: so a signer
     * makes sure that nobody adds one.
     */
    byte[] signedHeader(HeaderSection header) {
        var fields = new HashMap<String, List<HeaderSection.Field>>();
        for (var one : header.fields()) {
            if (!one.equals(field)) {
                fields.computeIfAbsent(one.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(one);
            }
        }
        return Canonicalization.octets(picked(fields) + unsigned());
    }

    private String picked(Map<String, List<HeaderSection.Field>> fields) {
        var text = new StringBuilder();
        for (var name : headers) {
            var left = fields.getOrDefault(name, List.of());
            if (!left.isEmpty()) {
                text.append(headerForm.header(FieldText.of(left.removeLast())));
            }
        }
        return text.toString();
    }

    private String unsigned() {
        var text = headerForm.header(FieldText.withoutSignature(FieldText.of(field)));
        return FieldText.withoutLineEnd(text);
    }
}
