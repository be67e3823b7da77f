package org.bocau.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bocau.markup.CssTokens.Kind;
import org.bocau.markup.CssTokens.Token;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a mail's CSS what can only paint: known properties with plain values. Whatever could
 * load, cover or count (url, var, attr, at-rules but @media, position) goes with its declaration.
 * The result is written anew from tokens, so nothing of the original spelling survives.
 */
final class CssFilter {
    private static final Set<String> PROPERTIES =
            Set.of(
                    ("background background-color border border-bottom border-bottom-color"
                                    + " border-bottom-style border-bottom-width border-collapse border-color"
                                    + " border-left border-left-color border-left-style border-left-width"
                                    + " border-radius border-bottom-left-radius border-bottom-right-radius"
                                    + " border-top-left-radius border-top-right-radius border-right"
                                    + " border-right-color border-right-style border-right-width"
                                    + " border-spacing border-style border-top border-top-color"
                                    + " border-top-style border-top-width border-width box-sizing"
                                    + " caption-side clear color direction display empty-cells float"
                                    + " font font-family font-size font-style font-variant font-weight"
                                    + " height letter-spacing line-height list-style list-style-position"
                                    + " list-style-type margin margin-bottom margin-left margin-right"
                                    + " margin-top max-height max-width min-height min-width"
                                    + " overflow-wrap padding padding-bottom padding-left padding-right"
                                    + " padding-top table-layout text-align text-decoration"
                                    + " text-decoration-color text-decoration-line"
                                    + " text-decoration-style text-indent text-overflow text-transform"
                                    + " unicode-bidi vertical-align white-space width word-break"
                                    + " word-spacing word-wrap")
                            .split(" "));
    private static final Set<String> FUNCTIONS = Set.of("rgb", "rgba", "hsl", "hsla", "calc");
    private static final Set<String> COLOURING =
            Set.of("color", "background", "background-color", "border", "border-color");
    private static final Pattern NAME = Pattern.compile("-?[A-Za-z_][A-Za-z0-9_-]{0,79}");
    private static final Pattern PLAIN_STRING = Pattern.compile("[\\p{L}\\p{N} _.,#/:-]{0,80}");
    private static final int MAX_RULES = 4000;

    private boolean coloured;
    private int rules;

    /** True once a declaration that sets a colour has been kept. */
    boolean coloured() {
        return coloured;
    }

    /** The allowed declarations of a {@code style} attribute, perhaps none. */
    String declarations(String css) {
        return declarations(CssTokens.of(css));
    }

    /** The allowed rules of a style sheet. Ids are prefixed as {@link HtmlBody} prefixes them. */
    String sheet(String css) {
        var out = new StringBuilder();
        sheet(new Cursor(CssTokens.of(css)), out, false);
        return out.toString();
    }

    private void sheet(Cursor in, StringBuilder out, boolean inMedia) {
        while (!in.atEnd() && rules < MAX_RULES) {
            var token = in.peek();
            if (token.kind() == Kind.SPACE || token.is('}') || token.is(';')) {
                in.take();
            } else if (token.kind() == Kind.AT_KEYWORD) {
                atRule(in, out, inMedia);
            } else {
                var prelude = in.until('{');
                var block = in.block();
                rule(prelude, block, out);
            }
        }
    }

    private void rule(List<Token> prelude, List<Token> block, StringBuilder out) {
        rules++;
        var selector = selector(prelude);
        if (selector == null) return;
        var kept = declarations(block);
        if (!kept.isEmpty()) out.append(selector).append('{').append(kept).append("}\n");
    }

    /** Only @media, and that not nested; the rest is skipped with its block. */
    private void atRule(Cursor in, StringBuilder out, boolean inMedia) {
        var name = in.take().text().toLowerCase(Locale.ROOT);
        var prelude = in.untilEither('{', ';');
        if (in.atEnd() || in.peek().is(';')) return;
        var block = in.block();
        var query = inMedia || !name.equals("media") ? null : mediaQuery(prelude);
        if (query == null) return;
        var inner = new StringBuilder();
        sheet(new Cursor(block), inner, true);
        if (!inner.isEmpty())
            out.append("@media ").append(query.strip()).append('{').append(inner).append("}\n");
    }

    private static @Nullable String mediaQuery(List<Token> prelude) {
        var out = new StringBuilder();
        for (var token : prelude) {
            switch (token.kind()) {
                case SPACE -> out.append(' ');
                case IDENT, DIMENSION, NUMBER -> {
                    if (!safeWord(token)) return null;
                    out.append(token.text());
                }
                case DELIM -> {
                    if ("(),:/<>=".indexOf(token.text().charAt(0)) < 0) return null;
                    if (token.is('<') || token.is('>')) return null; // ranges could end the element
                    out.append(token.text());
                }
                default -> {
                    return null;
                }
            }
        }
        return out.toString();
    }

    /** The selector written anew, or null when it holds anything but the plain forms. */
    private static @Nullable String selector(List<Token> prelude) {
        var out = new StringBuilder();
        boolean inBrackets = false;
        for (var token : prelude) {
            switch (token.kind()) {
                case SPACE -> out.append(' ');
                case IDENT -> {
                    if (!NAME.matcher(token.text()).matches()) return null;
                    boolean root =
                            out.isEmpty() || " ,>".indexOf(out.charAt(out.length() - 1)) >= 0;
                    out.append(root && isRoot(token.text()) ? "&" : token.text());
                }
                case HASH -> {
                    if (!NAME.matcher(token.text()).matches()) return null;
                    out.append('#').append(HtmlBody.ID_PREFIX).append(token.text());
                }
                case STRING -> {
                    if (!inBrackets || !PLAIN_STRING.matcher(token.text()).matches()) return null;
                    out.append('"').append(token.text()).append('"');
                }
                case DELIM -> {
                    if (".,*>+~:[]=^$|".indexOf(token.text().charAt(0)) < 0) return null;
                    if (token.is('[')) inBrackets = true;
                    if (token.is(']')) inBrackets = false;
                    out.append(token.text());
                }
                default -> {
                    return null;
                }
            }
        }
        var selector = out.toString().strip();
        return selector.isEmpty() ? null : selector;
    }

    private static boolean isRoot(String name) {
        return name.equalsIgnoreCase("body") || name.equalsIgnoreCase("html");
    }

    private String declarations(List<Token> tokens) {
        var out = new StringBuilder();
        var in = new Cursor(tokens);
        while (!in.atEnd()) {
            var declaration = in.until(';');
            if (!in.atEnd()) in.take();
            var kept = declaration(declaration);
            if (kept != null) {
                if (!out.isEmpty()) out.append(';');
                out.append(kept);
            }
        }
        return out.toString();
    }

    private @Nullable String declaration(List<Token> tokens) {
        var in = new Cursor(tokens);
        in.skipSpace();
        if (in.atEnd() || in.peek().kind() != Kind.IDENT) return null;
        var property = in.take().text().toLowerCase(Locale.ROOT);
        in.skipSpace();
        if (!PROPERTIES.contains(property) || in.atEnd() || !in.take().is(':')) return null;
        boolean font = property.equals("font") || property.equals("font-family");
        var value = value(in, font);
        if (value == null || value.isBlank()) return null;
        coloured |= COLOURING.contains(property);
        return property + ":" + value.strip();
    }

    private static @Nullable String value(Cursor in, boolean stringsAllowed) {
        var out = new StringBuilder();
        int depth = 0;
        while (!in.atEnd()) {
            var token = in.take();
            switch (token.kind()) {
                case SPACE -> out.append(' ');
                case IDENT, NUMBER, PERCENTAGE, DIMENSION -> {
                    if (!safeWord(token)) return null;
                    out.append(token.text());
                }
                case HASH -> {
                    if (!token.text().matches("[0-9A-Fa-f]{3,8}")) return null;
                    out.append('#').append(token.text());
                }
                case STRING -> {
                    if (!stringsAllowed || !PLAIN_STRING.matcher(token.text()).matches())
                        return null;
                    out.append('\'').append(token.text()).append('\'');
                }
                case FUNCTION -> {
                    var name = token.text().toLowerCase(Locale.ROOT);
                    if (!FUNCTIONS.contains(name)) return null;
                    depth++;
                    out.append(name).append('(');
                }
                case DELIM -> {
                    char c = token.text().charAt(0);
                    if (c == ')' && --depth < 0) return null;
                    if (c == '(') depth++;
                    if ("(),/+-*!".indexOf(c) < 0) return null;
                    out.append(c);
                }
                default -> {
                    return null;
                }
            }
        }
        return depth == 0 ? out.toString() : null;
    }

    /** No word may carry, after its escapes are resolved, anything but name characters. */
    private static boolean safeWord(Token token) {
        var text = token.text();
        if (token.kind() == Kind.IDENT) {
            return NAME.matcher(text).matches()
                    && !text.equalsIgnoreCase("expression")
                    && !text.toLowerCase(Locale.ROOT).startsWith("-moz");
        }
        return text.length() <= 40 && text.chars().allMatch(CssFilter::isNumeral);
    }

    private static boolean isNumeral(int c) {
        return c == '+'
                || c == '-'
                || c == '.'
                || c == '%'
                || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    /** Reads tokens in order; braces nest. */
    private static final class Cursor {
        private final List<Token> tokens;
        private int at;

        Cursor(List<Token> tokens) {
            this.tokens = tokens;
        }

        boolean atEnd() {
            return at >= tokens.size();
        }

        Token peek() {
            return tokens.get(at);
        }

        Token take() {
            return tokens.get(at++);
        }

        void skipSpace() {
            while (!atEnd() && peek().kind() == Kind.SPACE) at++;
        }

        /** What stands before the next {@code end} outside brackets; {@code end} stays. */
        List<Token> until(char end) {
            return untilEither(end, end);
        }

        List<Token> untilEither(char end, char other) {
            var taken = new ArrayList<Token>();
            int depth = 0;
            while (!atEnd()) {
                var token = peek();
                if (depth == 0 && (token.is(end) || token.is(other))) break;
                if (opens(token)) depth++;
                if (closes(token) && depth > 0) depth--;
                taken.add(take());
            }
            return taken;
        }

        /** The content of the block that opens here; empty at the end of input. */
        List<Token> block() {
            if (atEnd()) return List.of();
            take(); // the brace
            var content = new ArrayList<Token>();
            int depth = 0;
            while (!atEnd()) {
                var token = take();
                if (token.is('}') && depth == 0) break;
                if (token.is('{')) depth++;
                if (token.is('}')) depth--;
                content.add(token);
            }
            return content;
        }

        private static boolean opens(Token token) {
            return token.kind() == Kind.FUNCTION || token.is('(') || token.is('[') || token.is('{');
        }

        private static boolean closes(Token token) {
            return token.is(')') || token.is(']') || token.is('}');
        }
    }
}
