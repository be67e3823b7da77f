package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of Content-Type and Content-Disposition, RFC 2045 §5.1 and RFC 2231, read from
 * whatever mailers write. {@link #raw} keeps them as they came, for BODYSTRUCTURE in ASCII; {@link
 * #get} puts continuations together and decodes.
 */
record Parameters(List<Parameter> raw) {
    static final Parameters NONE = new Parameters(List.of());

    private static final int MOST = 100;

    /**
     * @param name in lower case, {@code filename*0*} as it is
     * @param value unquoted, not decoded
     */
    record Parameter(String name, String value) {}

    private record Segment(int number, boolean extended, String value) {}

    /** Reads {@code ;name=value…} from {@code from} on. */
    static Parameters parse(String text, int from) {
        var found = new ArrayList<Parameter>();
        int at = from;
        while (at < text.length() && found.size() < MOST) {
            char c = text.charAt(at);
            if (c == ';' || Ascii.isBlank(c)) {
                at++;
            } else if (c == '(') {
                at = afterComment(text, at);
            } else {
                at = parameter(text, at, found);
            }
        }
        return found.isEmpty() ? NONE : new Parameters(List.copyOf(found));
    }

    /**
     * parameter := attribute "=" value; value := token / quoted-string. Liberal: white space and
     * comments around the equals sign, spaces in a token, text after a quoted string. Returns where
     * it ends.
     */
    private static int parameter(String text, int from, List<Parameter> found) {
        int equals = from;
        while (equals < text.length() && text.charAt(equals) != '=' && text.charAt(equals) != ';') {
            equals++;
        }
        if (equals == text.length() || text.charAt(equals) == ';') {
            return equals; // a word without a value
        }
        var name =
                ContentType.withoutComments(text.substring(from, equals)).toLowerCase(Locale.ROOT);
        int at = equals + 1;
        while (at < text.length() && (Ascii.isBlank(text.charAt(at)) || text.charAt(at) == '(')) {
            at = text.charAt(at) == '(' ? afterComment(text, at) : at + 1;
        }
        var value = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '"') {
            at = quotedString(text, at, value);
            int semicolon = text.indexOf(';', at);
            at = semicolon < 0 ? text.length() : semicolon;
        } else {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            value.append(withoutComment(text.substring(at, end).strip()));
            at = end;
        }
        if (!name.isEmpty()) {
            found.add(new Parameter(name, value.toString()));
        }
        return at;
    }

    /** Returns what follows the closing quote; a missing one ends at the end of the field. */
    static int quotedString(String text, int from, StringBuilder value) {
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        return Math.min(at + 1, text.length());
    }

    /**
     * Returns what follows the comment at {@code from}; RFC 5322 §3.2.2, nesting counted, not
     * recursed.
     */
    static int afterComment(String text, int from) {
        int depth = 0;
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return at;
            }
        }
        return text.length();
    }

    /**
     * {@code us-ascii (Plain text)}: only at the end, since file names have brackets in them too.
     */
    private static String withoutComment(String value) {
        int comment = value.endsWith(")") ? value.indexOf(" (") : -1;
        return comment < 0 ? value : value.substring(0, comment).strip();
    }

    /**
     * The decoded value, on one line: RFC 2231 where it is used, else RFC 2047, which Outlook
     * writes in file names (RFC 2047 §5 forbids it).
     */
    @Nullable String get(String name) {
        var segments = new ArrayList<Segment>();
        Parameter plain = null;
        for (var parameter : raw) {
            if (parameter.name.equals(name)) {
                plain = plain == null ? parameter : plain;
            } else if (parameter.name.startsWith(name + "*")) {
                segment(parameter, name.length() + 1, segments);
            }
        }
        var extended = joined(segments);
        if (extended != null) {
            return HeaderField.oneLine(extended);
        }
        return plain == null ? null : HeaderField.oneLine(EncodedWord.decode(plain.value));
    }

    /** All of them decoded, in the order in which they begin. */
    List<Parameter> decoded() {
        var values = new LinkedHashMap<String, String>();
        for (var parameter : raw) {
            int star = parameter.name.indexOf('*');
            var name = star <= 0 ? parameter.name : parameter.name.substring(0, star);
            var value = values.containsKey(name) ? null : get(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        var all = new ArrayList<Parameter>();
        values.forEach((name, value) -> all.add(new Parameter(name, value)));
        return all;
    }

    /** True when RFC 2231's forms or raw 8-bit are in them. */
    boolean international() {
        return raw.stream().anyMatch(p -> p.name.indexOf('*') >= 0 || !Ascii.isAscii(p.value));
    }

    /** {@code name*}, {@code name*N} or {@code name*N*}; other suffixes are no segments. */
    private static void segment(Parameter parameter, int from, List<Segment> segments) {
        var suffix = parameter.name.substring(from);
        boolean extended = suffix.isEmpty() || suffix.endsWith("*");
        var digits =
                suffix.isEmpty()
                        ? "0"
                        : extended ? suffix.substring(0, suffix.length() - 1) : suffix;
        if (!digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(Ascii::isDigit)) {
            segments.add(new Segment(Integer.parseInt(digits), extended, parameter.value));
        }
    }

    /** RFC 2231 §3 and §4.1: segments in any order, up to the first that is missing. */
    private static @Nullable String joined(List<Segment> segments) {
        var ordered = new Segment[MOST];
        for (var segment : segments) {
            if (segment.number < MOST && ordered[segment.number] == null) {
                ordered[segment.number] = segment;
            }
        }
        if (ordered[0] == null) {
            return null;
        }
        String charset = null;
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < MOST && ordered[i] != null; i++) {
            var value = ordered[i].value;
            if (i == 0 && ordered[i].extended) {
                int charsetEnd = value.indexOf('\'');
                int languageEnd = charsetEnd < 0 ? -1 : value.indexOf('\'', charsetEnd + 1);
                charset = languageEnd < 0 ? null : value.substring(0, charsetEnd);
                value = value.substring(languageEnd + 1);
            }
            octets.writeBytes(ordered[i].extended ? percentDecoded(value) : utf8(value));
        }
        return Charsets.decode(octets.toByteArray(), charset);
    }

    private static byte[] percentDecoded(String value) {
        var in = utf8(value);
        int n = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Ascii.hex(in[i + 1]) : -1;
            int low = high < 0 ? -1 : Ascii.hex(in[i + 2]);
            if (low >= 0) {
                in[n++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                in[n++] = in[i];
            }
        }
        return Arrays.copyOf(in, n);
    }

    private static byte[] utf8(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
