package org.bocau.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The variables of one transcript, and what its texts mean: {@code $name}, {@code ~}, {@code
 * \{0d0a}} and {@code base64{…}}. Works on octets held as ISO 8859-1 characters.
 */
final class Wording {
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z][A-Za-z0-9]*)");
    private static final Pattern OCTETS =
            Pattern.compile("\\\\\\{([A-Za-z]+|(?:[0-9a-fA-F]{2} ?)+)(?:\\*(\\d+))?}");
    private static final Pattern BASE64 =
            Pattern.compile("base64\\{((?:[^{}\\\\]|\\\\\\{[^}]*})*)}");
    private static final Pattern FLAG_LIST = Pattern.compile("FLAGS \\(([^()]*)\\)");

    /** What a variable may stand for: a word of the protocols. */
    private static final String WORD = "([^ ()\"\\[\\]<>{}\\r\\n]+?)";

    private final Map<String, String> values = new HashMap<>();

    void bind(String variable, String value) {
        values.put(variable, value);
    }

    boolean knows(String variable) {
        return values.containsKey(variable);
    }

    /** The octets to send for this text. */
    String toSend(String text) {
        var known = VARIABLE.matcher(text).replaceAll(m -> literally(value(m.group(1))));
        return octets(BASE64.matcher(known).replaceAll(m -> literally(base64(octets(m.group(1))))));
    }

    /**
     * True when the response is what the text says, from its first octet to its last; variables it
     * names for the first time are bound then.
     */
    boolean matches(String expected, String response) {
        var names = new LinkedHashMap<String, Integer>();
        boolean exact = FLAG_LIST.matcher(expected).results().allMatch(Wording::exact);
        var pattern = compile(exact ? sortFlags(expected) : expected, names);
        var matcher = pattern.matcher(exact ? sortFlags(response) : response);
        if (!matcher.matches()) {
            return false;
        }
        names.forEach((name, group) -> values.put(name, matcher.group(group)));
        return true;
    }

    /** True when the text stands somewhere in the response. */
    boolean appears(String text, String response) {
        return compile(text, new LinkedHashMap<>()).matcher(response).find();
    }

    private Pattern compile(String expected, Map<String, Integer> names) {
        var regex = new StringBuilder();
        var hard = Pattern.compile(VARIABLE.pattern() + "|" + OCTETS.pattern() + "|~");
        var matcher = hard.matcher(expected);
        int from = 0;
        for (; matcher.find(); from = matcher.end()) {
            regex.append(quoted(expected.substring(from, matcher.start())));
            regex.append(element(matcher.toMatchResult(), names));
        }
        return Pattern.compile(regex + quoted(expected.substring(from)), Pattern.DOTALL);
    }

    private String element(MatchResult found, Map<String, Integer> names) {
        var text = found.group();
        if (text.equals("~")) {
            return ".*?";
        }
        var name = found.group(1);
        if (name == null) {
            return Pattern.quote(octets(text));
        }
        var value = values.get(name);
        if (value != null) {
            return Pattern.quote(value);
        }
        var known = names.putIfAbsent(name, names.size() + 1);
        return known == null ? WORD : "\\" + known;
    }

    private String value(String variable) {
        var value = values.get(variable);
        if (value == null) {
            throw new AssertionError("$" + variable + " is not bound here");
        }
        return value;
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    private static String literally(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }

    private static String base64(String octets) {
        return Base64.getEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Resolves {@code \{0d0a}}, {@code \{CRLF}} and {@code \{41*1000}}. */
    static String octets(String text) {
        return OCTETS.matcher(text).replaceAll(m -> literally(octets(m.group(1), m.group(2))));
    }

    private static String octets(String name, @org.jspecify.annotations.Nullable String times) {
        var once =
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "CRLF" -> "\r\n";
                    case "CR" -> "\r";
                    case "LF" -> "\n";
                    case "NUL" -> "\0";
                    case "TAB" -> "\t";
                    case "SP" -> " ";
                    default ->
                            new String(
                                    HexFormat.of().parseHex(name.replace(" ", "")),
                                    StandardCharsets.ISO_8859_1);
                };
        return times == null ? once : once.repeat(Integer.parseInt(times));
    }

    /** RFC 3501 gives flags no order, so both sides are put into one. */
    private static String sortFlags(String text) {
        return FLAG_LIST
                .matcher(text)
                .replaceAll(m -> literally("FLAGS (" + sorted(m.group(1)) + ")"));
    }

    /** A list with free text or a variable in it has an order of its own. */
    private static boolean exact(MatchResult flags) {
        return !flags.group(1).contains("~") && !VARIABLE.matcher(flags.group(1)).find();
    }

    private static String sorted(String flags) {
        List<String> words = new ArrayList<>(Arrays.asList(flags.split(" ")));
        words.sort(String.CASE_INSENSITIVE_ORDER);
        return String.join(" ", words);
    }
}
