package org.bocau.mailauth;

import java.util.List;
import java.util.Locale;
import org.bocau.message.HeaderSection;

/**
 * The Authentication-Results field (RFC 8601). Readers trust it only when it names our authserv-id;
 * so whatever comes from outside with that name is taken out ({@link #claims}) before ours is put
 * on top.
 */
public final class AuthenticationResults {
    public static final String NAME = "Authentication-Results";

    private AuthenticationResults() {}

    /**
     * What one method found out.
     *
     * @param method {@code auth}, {@code spf}, {@code dkim}, {@code dmarc}
     * @param result {@code pass}, {@code fail}…
     * @param property {@code smtp.auth}, {@code smtp.mailfrom}, {@code header.d}
     * @param value of the property: an address or a domain
     */
    public record Finding(String method, String result, String property, String value) {}

    /**
     * The field, without its line end.
     *
     * @param findings none when nothing was checked: the field then says so (RFC 8601 §2.2)
     */
    public static String field(String authservId, List<Finding> findings) {
        var field = new StringBuilder(NAME + ": ").append(authservId);
        if (findings.isEmpty()) {
            field.append("; none");
        }
        for (var finding : findings) {
            field.append(";\r\n\t")
                    .append(finding.method())
                    .append('=')
                    .append(finding.result())
                    .append(' ')
                    .append(finding.property())
                    .append('=')
                    .append(finding.value());
        }
        return field.toString();
    }

    /** True when this field pretends to be written by {@code authservId}. RFC 8601 §5. */
    public static boolean claims(HeaderSection.Field field, String authservId) {
        return field.name().equalsIgnoreCase(NAME)
                && authservIdOf(field.value()).equals(authservId.toLowerCase(Locale.ROOT));
    }

    /** The first word, past comments, blanks and quotes; in lower case. RFC 8601 §2.2. */
    private static String authservIdOf(String value) {
        var id = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || depth > 0)) {
                i++;
                if (quoted && i < value.length()) {
                    id.append(value.charAt(i));
                }
            } else if (quoted || c == '"') {
                quoted = (c == '"') != quoted;
                if (quoted && c != '"') {
                    id.append(c);
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && (c == ';' || (isBlank(c) && !id.isEmpty()))) {
                break;
            } else if (depth == 0 && !isBlank(c)) {
                id.append(c);
            }
        }
        return id.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
