package org.bocau.message;

import java.io.IOException;
import java.io.Reader;
import java.util.Set;

/**
 * The text of an HTML part, for search and previews: a tokenizer that reads characters once, keeps
 * no tree and nothing longer than a tag's name. It shows nothing to anybody, so it sanitises
 * nothing.
 */
final class HtmlText {
    private static final int LONGEST_NAME = 32;

    /** Elements whose content nobody sees. */
    private static final Set<String> UNSEEN =
            Set.of("script", "style", "title", "template", "noembed");

    /** Elements that end a line. */
    private static final Set<String> BLOCKS =
            Set.of(
                    "address",
                    "article",
                    "aside",
                    "blockquote",
                    "br",
                    "center",
                    "dd",
                    "div",
                    "dl",
                    "dt",
                    "fieldset",
                    "figure",
                    "footer",
                    "form",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "header",
                    "hr",
                    "li",
                    "main",
                    "nav",
                    "ol",
                    "option",
                    "p",
                    "pre",
                    "section",
                    "table",
                    "td",
                    "th",
                    "tr",
                    "ul");

    private final Reader in;
    private final TextSink out;
    private final char[] buffer = new char[8192];
    private int at;
    private int end;
    private int back = -1;
    private final StringBuilder name = new StringBuilder(LONGEST_NAME);

    private HtmlText(Reader in, TextSink out) {
        this.in = in;
        this.out = out;
    }

    /** Writes the text; stops when the sink is full. */
    static void extract(Reader html, TextSink out) throws IOException {
        new HtmlText(html, out).run();
    }

    private void run() throws IOException {
        int c = next();
        while (c >= 0 && !out.full()) {
            switch (c) {
                case '<' -> markup();
                case '&' -> reference();
                case ' ', '\t', '\r', '\n', '\f', 0xa0 -> out.space();
                default -> out.append((char) c);
            }
            c = next();
        }
    }

    private void markup() throws IOException {
        int c = next();
        if (c == '!') {
            declaration();
        } else if (c == '?') {
            skipPast('>');
        } else if (c == '/') {
            int first = next();
            if (Ascii.isLetter(first)) {
                tag(name(first));
            } else if (first != '>') {
                skipPast('>');
            }
        } else if (Ascii.isLetter(c)) {
            var name = name(c);
            tag(name);
            if (UNSEEN.contains(name)) {
                skipUnseen(name);
            }
        } else {
            out.append('<');
            back = c;
        }
    }

    /** A comment ends at {@code -->} (or at once, {@code <!-->}), anything else at the bracket. */
    private void declaration() throws IOException {
        int c = next();
        if (c != '-') {
            if (c != '>') {
                skipPast('>');
            }
            return;
        }
        c = next();
        if (c != '-') {
            back = c;
            skipPast('>');
            return;
        }
        int dashes = 2;
        while ((c = next()) >= 0) {
            if (c == '>' && dashes >= 2) {
                return;
            }
            dashes = c == '-' ? dashes + 1 : 0;
        }
    }

    private String name(int first) throws IOException {
        name.setLength(0);
        int c = first;
        while (c > ' ' && c != '>' && c != '/') {
            if (name.length() < LONGEST_NAME) {
                name.append(Character.toLowerCase((char) c));
            }
            c = next();
        }
        back = c;
        return name.toString();
    }

    /** Skips the attributes; a bracket in a quoted value does not end the tag. */
    private void tag(String name) throws IOException {
        int before = 0;
        int c = next();
        while (c >= 0 && c != '>') {
            if ((c == '"' || c == '\'') && before == '=') {
                skipPast(c);
                before = 0;
            } else if (c > ' ') {
                before = c;
            }
            c = next();
        }
        if (BLOCKS.contains(name)) {
            out.line();
        }
    }

    /** To the end tag of that name. */
    private void skipUnseen(String name) throws IOException {
        int matched = 0; // of "</name"
        int c;
        while ((c = next()) >= 0) {
            int wanted = matched == 0 ? '<' : matched == 1 ? '/' : name.charAt(matched - 2);
            matched = Character.toLowerCase(c) == wanted ? matched + 1 : c == '<' ? 1 : 0;
            if (matched == name.length() + 2) {
                skipPast('>');
                return;
            }
        }
    }

    private void skipPast(int wanted) throws IOException {
        int c = next();
        while (c >= 0 && c != wanted) {
            c = next();
        }
    }

    /** A named or numbered reference; what is none stays as it is. */
    private void reference() throws IOException {
        var name = new StringBuilder();
        int c = next();
        while (name.length() < LONGEST_NAME
                && (c == '#' || Ascii.isLetter(c) || Ascii.isDigit(c))) {
            name.append((char) c);
            c = next();
        }
        var text = HtmlReferences.text(name.toString());
        if (c != ';' || text == null) {
            back = c;
        }
        if (text == null) {
            out.append('&');
            name.chars().forEach(ch -> out.append((char) ch));
        } else if (text.equals("\u00a0") || (text.isBlank() && !text.isEmpty())) {
            out.space();
        } else {
            text.chars().forEach(ch -> out.append((char) ch));
        }
    }

    private int next() throws IOException {
        if (back >= 0) {
            int c = back;
            back = -1;
            return c;
        }
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at++];
    }
}
