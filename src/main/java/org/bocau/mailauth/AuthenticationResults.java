package org.bocau.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/**
 * The Authentication-Results field (RFC 8601). Readers trust it only when it names our authserv-id;
 * so whatever comes from outside with that name is taken out ({@link #claims}) before ours is put
 * on top.
 */
public final class AuthenticationResults {
    public static final String NAME = "Authentication-Results";

    private static final int LONGEST = 320; // characters of a value: an address fits whole
    private static final String SPECIALS = "()<>,;:\\\"/[]?="; // RFC 2045 §5.1, but for the @

    private AuthenticationResults() {}

    /**
     * What one method found out. RFC 8601 §2.2: resinfo.
     *
     * @param method {@code auth}, {@code spf}, {@code dkim}, {@code dmarc}, {@code arc}
     * @param result {@code pass}, {@code fail}…
     * @param reason in a few words, or null
     * @param properties what it is about, in order
     */
    public record Finding(
            String method, String result, @Nullable String reason, List<Property> properties) {
        public Finding {
            properties = List.copyOf(properties);
        }

        public static Finding of(String method, String result) {
            return new Finding(method, result, null, List.of());
        }

        /** The same with a reason, if there is one. */
        public Finding because(@Nullable String why) {
            return new Finding(method, result, why, properties);
        }

        /** What a property says; empty where there is none of this name. */
        public String value(String name) {
            return properties.stream()
                    .filter(property -> property.name().equals(name))
                    .map(Property::value)
                    .findFirst()
                    .orElse("");
        }

        /**
         * The same with one property more; without it when the value is empty.
         *
         * @param name {@code smtp.auth}, {@code smtp.mailfrom}, {@code header.d}…
         */
        public Finding with(String name, String value) {
            if (value.isEmpty()) {
                return this;
            }
            var more = new ArrayList<>(properties);
            more.add(new Property(name, value));
            return new Finding(method, result, reason, more);
        }
    }

    /** One thing that was looked at, and what it said: an address, a domain, a strangers' word. */
    public record Property(String name, String value) {}

    /**
     * The field, without its line end.
     *
     * @param findings none when nothing was checked: the field then says so (RFC 8601 §2.2)
     */
    public static String field(String authservId, List<Finding> findings) {
        var field = new StringBuilder(NAME + ": ").append(value(authservId));
        if (findings.isEmpty()) {
            field.append("; none");
        }
        for (var finding : findings) {
            field.append(";\r\n\t").append(finding.method()).append('=').append(finding.result());
            if (finding.reason() != null) {
                field.append(" reason=").append(quoted(finding.reason()));
            }
            for (var property : finding.properties()) {
                field.append(' ')
                        .append(property.name())
                        .append('=')
                        .append(value(property.value()));
            }
        }
        return field.toString();
    }

    /** §2.2: pvalue, a token or an address of such; everything else goes between quotes. */
    private static String value(String text) {
        boolean plain =
                !text.isEmpty()
                        && text.length() <= LONGEST
                        && text.chars()
                                .allMatch(c -> c > ' ' && c < 0x7f && SPECIALS.indexOf(c) < 0);
        return plain ? text : quoted(text);
    }

    /** Controls, which no stranger has reason to send, are left out: so is every line break. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST)
                .filter(c -> !Character.isISOControl(c))
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\');
                    }
                    quoted.appendCodePoint(c);
                });
        return quoted.append('"').toString();
    }

    /**
     * Reads back what {@link #field} wrote; whose it is has been looked at before. What cannot be
     * read is left out.
     */
    public static List<Finding> read(HeaderSection.Field field) {
        return ResultsReader.read(field.value());
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
