package org.bocau.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What has been set in one run, and what the last {@code :matches} has found. RFC 5229. */
final class Variables {
    /** Characters of a value at most, §6; what is longer is cut. */
    static final int LONGEST_VALUE = 4_000;

    /** §3: the name of a variable, or the number of a match. */
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(?:([A-Za-z_][A-Za-z0-9_]{0,31})|0*([0-9]{1,4}))}");

    /** §3: of an extension that is not there. */
    private static final Pattern NAMESPACE =
            Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*\\.[A-Za-z0-9_.]+}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,31}");

    private final Map<String, String> values = new HashMap<>();
    private List<String> found = List.of();

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** True for a string that only a run can tell. */
    static boolean in(String text) {
        return REFERENCE.matcher(text).find();
    }

    static boolean namesSpace(String text) {
        return NAMESPACE.matcher(text).find();
    }

    void set(String name, String value) {
        values.put(lower(name), cut(value, LONGEST_VALUE));
    }

    /**
     * @param pieces the whole first, then what each wildcard stood for
     */
    void found(List<String> pieces) {
        found = pieces.stream().map(piece -> cut(piece, LONGEST_VALUE)).toList();
    }

    /** The text with values in place of references; what was never set is empty. Bounded. */
    String expand(String text) {
        if (!text.contains("${")) {
            return text;
        }
        var references = REFERENCE.matcher(text);
        var expanded = new StringBuilder();
        int at = 0;
        while (expanded.length() < Script.LONGEST && references.find()) {
            var name = references.group(1);
            expanded.append(text, at, references.start())
                    .append(name == null ? match(references.group(2)) : value(name));
            at = references.end();
        }
        return cut(expanded.append(text, at, text.length()).toString(), Script.LONGEST);
    }

    /** Of the variable of this name; empty when it was never set. */
    String value(String name) {
        return values.getOrDefault(lower(name), "");
    }

    private String match(String number) {
        int which = Integer.parseInt(number);
        return which < found.size() ? found.get(which) : "";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
