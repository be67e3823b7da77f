package org.bocau.preferences;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply that is kept ready.
 *
 * @param name by which it is chosen
 * @param text plain; {@code {{name}}} and the other {@link #PLACEHOLDERS} are filled in when it is
 *     used
 */
public record ReplyTemplate(long id, String name, String text) {
    /**
     * What can stand in double braces: name, first name and address of whom the message is for, its
     * subject, today's date, and the writer's own name and address.
     */
    public static final List<String> PLACEHOLDERS =
            List.of("name", "first-name", "address", "subject", "date", "my-name", "my-address");

    private static final Pattern BRACES = Pattern.compile("\\{\\{ ?([a-z-]{1,20}) ?}}");

    /**
     * The text with its placeholders filled in; one that {@code values} does not have stays, so
     * that whoever writes sees it.
     */
    public String filled(Map<String, String> values) {
        return BRACES.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                values.getOrDefault(found.group(1), found.group())));
    }
}
