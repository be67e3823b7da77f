package org.bocau.mailauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A macro-string of an SPF record, read once and expanded for each message. RFC 7208 §7. Immutable.
 */
final class SpfMacro {
    private static final int LONGEST_DOMAIN = 253; // §7.3: longer ones lose labels on the left
    private static final String DELIMITERS = ".-+,/_=";

    /** What a macro letter stands for in one check. */
    interface Values {
        /**
         * @param letter in lower case, one of {@code slodiphvcrt}
         */
        String value(char letter) throws SpfFailure;
    }

    private sealed interface Piece {
        record Literal(String text) implements Piece {}

        /**
         * @param parts how many to keep, counted from the right; 0 keeps all
         */
        record Expand(char letter, boolean escaped, int parts, boolean reversed, String delimiters)
                implements Piece {}
    }

    private final List<Piece> pieces;

    private SpfMacro(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /**
     * §7.1: {@code domain-spec}: a macro-string that ends in a top label or a macro.
     *
     * @throws SpfFailure permerror: not one
     */
    static SpfMacro domainSpec(String text) throws SpfFailure {
        var macro = read(text, "slodiphv", '!');
        boolean endsInMacro =
                !macro.pieces.isEmpty() && macro.pieces.getLast() instanceof Piece.Expand;
        if (!endsInMacro && !endsInTopLabel(text)) {
            throw SpfFailure.permanent();
        }
        return macro;
    }

    /** §12: the value of a modifier nobody knows, which must be a macro-string all the same. */
    static void requireMacroString(String text) throws SpfFailure {
        read(text, "slodiphvcrt", '!');
    }

    /** §6.2: the text of an explanation, where spaces and three more letters are allowed. */
    static SpfMacro explanation(String text) throws SpfFailure {
        return read(text, "slodiphvcrt", ' ');
    }

    private static SpfMacro read(String text, String letters, char first) throws SpfFailure {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (c == '%' && next == '{') {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw SpfFailure.permanent();
                }
                pieces.add(expand(text.substring(at + 2, end), letters));
                at = end + 1;
            } else if (c == '%') {
                pieces.add(new Piece.Literal(escape(next)));
                at += 2;
            } else {
                int end = literalEnd(text, at, first);
                pieces.add(new Piece.Literal(text.substring(at, end)));
                at = end;
            }
        }
        return new SpfMacro(pieces);
    }

    private static String escape(char letter) throws SpfFailure {
        return switch (letter) {
            case '%' -> "%";
            case '_' -> " ";
            case '-' -> "%20";
            default -> throw SpfFailure.permanent();
        };
    }

    private static int literalEnd(String text, int from, char first) throws SpfFailure {
        int end = from;
        while (end < text.length() && text.charAt(end) != '%') {
            if (text.charAt(end) < first || text.charAt(end) > '~') {
                throw SpfFailure.permanent();
            }
            end++;
        }
        return end;
    }

    /** §7.1: macro-letter transformers *delimiter. */
    private static Piece expand(String text, String letters) throws SpfFailure {
        char letter = text.isEmpty() ? 0 : Character.toLowerCase(text.charAt(0));
        if (letter == 0 || letters.indexOf(letter) < 0) {
            throw SpfFailure.permanent();
        }
        int at = 1;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int parts = 0;
        if (at > 1) {
            parts = at > 4 ? 999 : Integer.parseInt(text, 1, at, 10);
            if (parts == 0) { // §7.3: it must be nonzero
                throw SpfFailure.permanent();
            }
        }
        boolean reversed = at < text.length() && (text.charAt(at) | 0x20) == 'r';
        var delimiters = text.substring(reversed ? at + 1 : at);
        if (!delimiters.chars().allMatch(c -> DELIMITERS.indexOf(c) >= 0)) {
            throw SpfFailure.permanent();
        }
        return new Piece.Expand(
                letter,
                Character.isUpperCase(text.charAt(0)),
                parts,
                reversed,
                delimiters.isEmpty() ? "." : delimiters);
    }

    /**
     * §7.1: domain-end = ( "." toplabel [ "." ] ); the top label has a letter or an inner hyphen.
     */
    private static boolean endsInTopLabel(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int dot = text.lastIndexOf('.', end - 1);
        var label = dot < 0 ? "" : text.substring(dot + 1, end);
        return !label.isEmpty()
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> isAlphanumeric(c) || c == '-')
                && !label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    /** The text with every macro expanded. */
    String expand(Values values) throws SpfFailure {
        var out = new StringBuilder();
        for (var piece : pieces) {
            switch (piece) {
                case Piece.Literal(String text) -> out.append(text);
                case Piece.Expand macro -> out.append(expand(macro, values));
            }
        }
        return out.toString();
    }

    /** The same as a domain name: no final dot, labels cut off on the left until it fits. */
    String expandDomain(Values values) throws SpfFailure {
        var name = expand(values);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        while (name.length() > LONGEST_DOMAIN) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                return "";
            }
            name = name.substring(dot + 1);
        }
        return name;
    }

    private static String expand(Piece.Expand macro, Values values) throws SpfFailure {
        var value = values.value(macro.letter());
        var parts = split(value, macro.delimiters());
        if (macro.reversed()) {
            Collections.reverse(parts);
        }
        int from = macro.parts() == 0 ? 0 : Math.max(0, parts.size() - macro.parts());
        var text = String.join(".", parts.subList(from, parts.size()));
        return macro.escaped() ? escaped(text) : text;
    }

    private static List<String> split(String value, String delimiters) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (delimiters.indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }

    /**
     * §7.3: URI escapes, which leave four marks alone; {@link URLEncoder} has a form's view of
     * three.
     */
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
