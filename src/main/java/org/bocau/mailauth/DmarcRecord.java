package org.bocau.mailauth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published DMARC policy. RFC 9989 §4.7; pct= is RFC 7489's, and still honoured where it stands.
 *
 * @param subdomains sp=, for existing subdomains
 * @param missing np=, for subdomains that do not exist
 * @param strictDkim adkim=s
 * @param strictSpf aspf=s
 * @param publicSuffix psd=: true for y, false for n, null for u
 * @param percent of failing messages that are treated as the policy says
 */
record DmarcRecord(
        DmarcPolicy policy,
        @Nullable DmarcPolicy subdomains,
        @Nullable DmarcPolicy missing,
        boolean strictDkim,
        boolean strictSpf,
        @Nullable Boolean publicSuffix,
        int percent,
        boolean testing) {

    /** Empty when the text is no DMARC record, or one to be ignored. RFC 9989 §4.8, §4.10.1. */
    static Optional<DmarcRecord> parse(String text) {
        TagList tags;
        try {
            tags = TagList.parse(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (!tags.first().equals("v") || !tags.get("v", "").equals("DMARC1")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    of(
                            tags,
                            DmarcPolicy.of(tags.get("p", "none")),
                            policy(tags, "sp"),
                            policy(tags, "np")));
        } catch (IllegalArgumentException _) { // a policy nobody knows
            return tags.get("rua", "").startsWith("mailto:")
                    ? Optional.of(of(tags, DmarcPolicy.NONE, null, null))
                    : Optional.empty();
        }
    }

    private static DmarcRecord of(
            TagList tags,
            DmarcPolicy policy,
            @Nullable DmarcPolicy subdomains,
            @Nullable DmarcPolicy missing) {
        var psd = tags.get("psd", "u");
        return new DmarcRecord(
                policy,
                subdomains,
                missing,
                tags.get("adkim", "r").equals("s"),
                tags.get("aspf", "r").equals("s"),
                psd.equals("y") ? Boolean.TRUE : psd.equals("n") ? Boolean.FALSE : null,
                percent(tags.get("pct", "100")),
                tags.get("t", "n").equals("y"));
    }

    private static @Nullable DmarcPolicy policy(TagList tags, String tag) {
        var value = tags.get(tag);
        return value == null ? null : DmarcPolicy.of(value);
    }

    /** What cannot be read is as if it were not there (§4.7). */
    private static int percent(String text) {
        try {
            int percent = Integer.parseInt(text);
            return percent >= 0 && percent <= 100 ? percent : 100;
        } catch (NumberFormatException _) {
            return 100;
        }
    }
}
