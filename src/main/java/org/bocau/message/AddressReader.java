package org.bocau.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Address lists of header fields, RFC 5322 §3.4 and §4.4, in linear time and without ever failing.
 * Not for envelopes: those are {@link EmailAddress}'s strict grammar.
 */
final class AddressReader {
    static final int MOST = 1000;

    /** Characters of a domain literal; an IPv6 address has 45. */
    private static final int LONGEST_LITERAL = 100;

    enum Kind {
        ADDRESS,
        GROUP_START,
        GROUP_END
    }

    /**
     * @param name raw: unquoted, encoded words as they are; the group's for GROUP_START
     * @param route the obsolete source route, {@code @a,@b}
     * @param localPart unquoted; may be empty
     * @param domain empty when there was none
     */
    record Entry(
            Kind kind,
            @Nullable String name,
            @Nullable String route,
            String localPart,
            String domain) {

        String address() {
            if (domain.isEmpty()) {
                return HeaderField.oneLine(localPart);
            }
            boolean atoms =
                    localPart.chars().allMatch(c -> c > 0x7f || c == '.' || Ascii.isAtext(c));
            var local = localPart.replace("\\", "\\\\").replace("\"", "\\\"");
            return HeaderField.oneLine((atoms ? local : '"' + local + '"') + "@" + domain);
        }
    }

    /** A word outside brackets, and where its last @ outside quotes is (-1: none). */
    private record Word(String raw, String shown, int at) {}

    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Word> words = new ArrayList<>(); // of the address under way
    private int at;
    private @Nullable String angle; // between < and >
    private @Nullable String comment;
    private boolean inGroup;

    private AddressReader(String text) {
        this.text = text;
    }

    static List<Entry> read(String text) {
        var reader = new AddressReader(text);
        reader.readAll();
        return reader.entries;
    }

    private void readAll() {
        while (at < text.length() && entries.size() < MOST) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r', '\n', ')', '>' -> at++;
                case '(' -> comment();
                case '<' -> angle();
                case ',' -> {
                    at++;
                    finish();
                }
                case ';' -> {
                    at++;
                    finish();
                    endGroup();
                }
                case ':' -> {
                    at++;
                    startGroup();
                }
                default -> word();
            }
        }
        finish();
        endGroup();
    }

    /** RFC 822 senders put the name there: {@code an@example.org (An)}. */
    private void comment() {
        int end = Parameters.afterComment(text, at);
        boolean closed = text.charAt(end - 1) == ')' && end - 1 > at;
        comment = text.substring(at + 1, closed ? end - 1 : end).strip();
        at = end;
    }

    /**
     * RFC 5322 §3.4: group = display-name ":" [group-list] ";". Within a group a colon is garbage.
     */
    private void startGroup() {
        if (!inGroup && angle == null && !words.isEmpty()) {
            entries.add(new Entry(Kind.GROUP_START, phrase(words.size()), null, "", ""));
            inGroup = true;
            words.clear();
            comment = null;
        }
    }

    private void endGroup() {
        if (inGroup) {
            entries.add(new Entry(Kind.GROUP_END, null, null, "", ""));
            inGroup = false;
        }
    }

    /** A run without white space; quoted strings and domain literals are part of it. */
    private void word() {
        if (angle != null) {
            finish(); // a comma is missing
        }
        var raw = new StringBuilder();
        var shown = new StringBuilder();
        int lastAt = -1;
        while (at < text.length() && " \t\r\n(<>,;:".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '"') {
                int from = at;
                at = Parameters.quotedString(text, at, shown);
                raw.append(text, from, at);
            } else if (c == '[') {
                int end = text.indexOf(']', at, Math.min(text.length(), at + LONGEST_LITERAL));
                int stop = end < 0 ? at + 1 : end + 1;
                raw.append(text, at, stop);
                shown.append(text, at, stop);
                at = stop;
            } else {
                lastAt = c == '@' ? raw.length() : lastAt;
                raw.append(c);
                shown.append(c);
                at++;
            }
        }
        words.add(new Word(raw.toString(), shown.toString(), lastAt));
    }

    /** RFC 5322 §4.4: obs-angle-addr = "<" [obs-route] addr-spec ">". */
    private void angle() {
        if (angle != null) {
            finish(); // a comma is missing
        }
        var inside = new StringBuilder();
        at++;
        boolean route = at < text.length() && text.charAt(at) == '@';
        while (at < text.length() && text.charAt(at) != '>') {
            char c = text.charAt(at);
            if (c == '"') {
                int from = at;
                at = Parameters.quotedString(text, at, new StringBuilder());
                inside.append(text, from, at);
            } else if (c == '(') {
                at = Parameters.afterComment(text, at);
            } else if (c == '<' || c == ';' || (c == ',' && !route)) {
                break; // the closing bracket is missing
            } else {
                if (!Ascii.isBlank(c)) {
                    inside.append(c);
                }
                route &= c != ':';
                at++;
            }
        }
        if (at < text.length() && text.charAt(at) == '>') {
            at++;
        }
        angle = inside.toString();
    }

    /** Ends the address under way, at a comma or where one is missing. */
    private void finish() {
        if (angle != null) {
            var name = words.isEmpty() ? comment : phrase(words.size());
            int colon = angle.startsWith("@") ? angle.indexOf(':') : -1;
            if (!angle.isEmpty() || name != null) {
                add(name, colon < 0 ? null : angle.substring(0, colon), angle.substring(colon + 1));
            }
        } else if (!words.isEmpty()) {
            bare();
        }
        angle = null;
        comment = null;
        words.clear();
    }

    /** Without brackets: the word with the @ is the address, the others are a name. */
    private void bare() {
        joinAroundDotsAndAts();
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i).at >= 0) {
                var address = words.remove(i).raw;
                add(words.isEmpty() ? comment : phrase(words.size()), null, address);
                return;
            }
        }
        if (words.size() == 1) {
            add(comment, null, words.getFirst().raw); // "root"
        } else {
            add(phrase(words.size()), null, "");
        }
    }

    /** RFC 5322 §4.4 lets white space stand around the dots and the @ of an address. */
    private void joinAroundDotsAndAts() {
        var joined = new ArrayList<Word>();
        var raw = new StringBuilder();
        for (var word : words) {
            boolean glued =
                    !raw.isEmpty()
                            && (isDotOrAt(word.raw.charAt(0))
                                    || isDotOrAt(raw.charAt(raw.length() - 1)));
            if (!glued && !raw.isEmpty()) {
                joined.add(word(raw.toString()));
                raw.setLength(0);
            }
            raw.append(word.raw);
        }
        if (joined.size() + 1 < words.size()) {
            joined.add(word(raw.toString()));
            if (joined.stream().anyMatch(word -> word.at >= 0)) {
                words.clear();
                words.addAll(joined);
            }
        }
    }

    private static Word word(String raw) {
        var shown = new StringBuilder();
        int lastAt = -1;
        for (int i = 0; i < raw.length(); ) {
            if (raw.charAt(i) == '"') {
                i = Parameters.quotedString(raw, i, shown);
            } else {
                lastAt = raw.charAt(i) == '@' ? i : lastAt;
                shown.append(raw.charAt(i++));
            }
        }
        return new Word(raw, shown.toString(), lastAt);
    }

    private static boolean isDotOrAt(char c) {
        return c == '.' || c == '@';
    }

    private String phrase(int count) {
        var phrase = new StringBuilder();
        for (var word : words.subList(0, count)) {
            phrase.append(phrase.isEmpty() ? "" : " ").append(word.shown);
        }
        return phrase.toString();
    }

    private void add(@Nullable String name, @Nullable String route, String spec) {
        int split = word(spec).at;
        var local = new StringBuilder();
        var rawLocal = split < 0 ? spec : spec.substring(0, split);
        for (int i = 0; i < rawLocal.length(); ) {
            if (rawLocal.charAt(i) == '"') {
                i = Parameters.quotedString(rawLocal, i, local);
            } else {
                local.append(rawLocal.charAt(i++));
            }
        }
        var domain = split < 0 ? "" : spec.substring(split + 1);
        entries.add(new Entry(Kind.ADDRESS, name, route, local.toString(), domain));
    }
}
