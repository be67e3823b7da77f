package org.bocau.relay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a domain demands of those who bring it mail. RFC 8461 §3.2.
 *
 * @param maxAge seconds it may be kept
 * @param mx patterns of host names, in lower case
 */
public record StsPolicy(Mode mode, long maxAge, List<String> mx) {
    /** RFC 8461 §3.2; goes into rows as it is. */
    private static final Pattern MX = Pattern.compile("(\\*\\.)?[A-Za-z0-9._-]{1,253}");

    private static final long MAX_AGE = 31_557_600; // a year, RFC 8461 §3.2
    private static final int MAX_PATTERNS = 100;

    /** How much it is meant. */
    public enum Mode {
        /** Hosts that do not fulfil it get nothing. */
        ENFORCE,
        /** They get it; failures are only reported. */
        TESTING,
        /** There is no policy any more. */
        NONE
    }

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /**
     * @throws IllegalArgumentException it is none
     */
    static StsPolicy parse(String text) {
        var mx = new ArrayList<String>();
        Map<String, String> fields = new HashMap<>();
        for (var line : text.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue; // extensions that nobody has thought of yet
            }
            var name = line.substring(0, colon).strip();
            var value = line.substring(colon + 1).strip();
            if (name.equals("mx")) {
                if (!MX.matcher(value).matches()) {
                    throw new IllegalArgumentException("an mx that is no pattern");
                }
                mx.add(value.toLowerCase(Locale.ROOT));
            } else {
                fields.putIfAbsent(name, value); // §3.2: of duplicates the first counts
            }
        }
        if (!"STSv1".equals(fields.get("version"))) {
            throw new IllegalArgumentException("not version STSv1");
        }
        var mode = mode(fields.getOrDefault("mode", ""));
        var age = fields.getOrDefault("max_age", "");
        if (!age.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("no max_age");
        }
        if (mx.size() > MAX_PATTERNS || (mx.isEmpty() && mode != Mode.NONE)) {
            throw new IllegalArgumentException(mx.size() + " mx");
        }
        return new StsPolicy(mode, Math.min(Long.parseLong(age), MAX_AGE), mx);
    }

    /** Its lines, as reports have them. RFC 8460 §4.4. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("version: STSv1");
        lines.add("mode: " + mode.name().toLowerCase(Locale.ROOT));
        mx.forEach(pattern -> lines.add("mx: " + pattern));
        lines.add("max_age: " + maxAge);
        return lines;
    }

    private static Mode mode(String text) {
        return switch (text) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default -> throw new IllegalArgumentException("no mode");
        };
    }

    /** True when a host of this name may take the domain's mail. §4.1: * stands for one label. */
    boolean covers(String host) {
        int dot = host.indexOf('.');
        var parent = dot < 0 ? "" : host.substring(dot + 1);
        return mx.stream()
                .anyMatch(pattern ->
                        pattern.startsWith("*.")
                                ? !parent.isEmpty() && pattern.substring(2).equals(parent)
                                : pattern.equals(host));
    }
}
