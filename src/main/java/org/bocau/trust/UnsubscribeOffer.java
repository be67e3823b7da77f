package org.bocau.trust;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bocau.mailauth.SignedFields;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/**
 * How one leaves the list a letter came from. RFC 2369 §3.2, RFC 8058. Everything in it was written
 * by the sender.
 *
 * @param oneClick an https address that takes the POST of RFC 8058; only where a signature that
 *     passed covers both fields
 * @param mail a mailto address, or null
 * @param page an address to open in the browser, or null
 */
public record UnsubscribeOffer(
        @Nullable String oneClick, @Nullable String mail, @Nullable String page) {
    private static final String FIELD = "List-Unsubscribe";
    private static final String POST_FIELD = "List-Unsubscribe-Post";

    /** RFC 8058 §3.1: what is posted, and the only value of its field. */
    public static final String POSTED = "List-Unsubscribe=One-Click";

    private static final Pattern ADDRESS = Pattern.compile("<([^<>]{1,4000})>");

    /** Null when the letter offers nothing that we would use. */
    public static @Nullable UnsubscribeOffer of(HeaderSection header, SenderVerdict verdict) {
        var fields = header.all(FIELD);
        if (fields.size() != 1) return null; // nobody could tell which of them is signed
        var addresses =
                ADDRESS.matcher(fields.getFirst().value())
                        .results()
                        .map((MatchResult found) -> found.group(1).replaceAll("\\s", ""))
                        .toList();
        var https = first(addresses, "https:");
        var offer =
                new UnsubscribeOffer(
                        https != null && isOneClick(header, verdict) ? https : null,
                        first(addresses, "mailto:"),
                        https != null ? https : first(addresses, "http:"));
        return offer.page == null && offer.mail == null ? null : offer;
    }

    /** RFC 8058 §4: one POST field, and a valid signature over both. */
    private static boolean isOneClick(HeaderSection header, SenderVerdict verdict) {
        var post = header.all(POST_FIELD);
        return post.size() == 1
                && post.getFirst().value().strip().equalsIgnoreCase(POSTED)
                && SignedFields.cover(
                        header,
                        verdict.findings(),
                        List.of(
                                FIELD.toLowerCase(Locale.ROOT),
                                POST_FIELD.toLowerCase(Locale.ROOT)));
    }

    private static @Nullable String first(List<String> addresses, String scheme) {
        return addresses.stream()
                .filter(address -> address.regionMatches(true, 0, scheme, 0, scheme.length()))
                .findFirst()
                .orElse(null);
    }
}
