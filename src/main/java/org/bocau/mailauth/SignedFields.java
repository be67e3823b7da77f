package org.bocau.mailauth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.bocau.message.HeaderSection;

/** Which fields of a message a signature vouches for that passed when it came. RFC 6376 §3.5. */
public final class SignedFields {
    private SignedFields() {}

    /**
     * True when one and the same signature that passed covers all of these fields.
     *
     * @param header with its DKIM-Signature fields
     * @param findings ours, of when it came
     * @param names in lower case
     */
    public static boolean cover(HeaderSection header, List<Finding> findings, List<String> names) {
        return header.all("DKIM-Signature").stream()
                .limit(Dkim.MOST_SIGNATURES)
                .anyMatch(field -> covers(field.value(), findings, names));
    }

    private static boolean covers(String signature, List<Finding> findings, List<String> names) {
        TagList tags;
        try {
            tags = TagList.parse(signature);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
        var signed =
                Arrays.stream(tag(tags, "h").split(":", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return signed.containsAll(names)
                && findings.stream().anyMatch(finding -> passed(finding, tags));
    }

    /** RFC 6008: the start of b= tells signatures of one key apart. */
    private static boolean passed(Finding finding, TagList tags) {
        var start = finding.value("header.b");
        return finding.method().equals("dkim")
                && finding.result().equals("pass")
                && finding.value("header.d").equalsIgnoreCase(tag(tags, "d"))
                && finding.value("header.s").equalsIgnoreCase(tag(tags, "s"))
                && !start.isEmpty()
                && tag(tags, "b").replaceAll("\\s", "").startsWith(start);
    }

    private static String tag(TagList tags, String name) {
        var value = tags.get(name);
        return value == null ? "" : value.strip();
    }
}
