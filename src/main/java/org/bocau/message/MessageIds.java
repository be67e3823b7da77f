package org.bocau.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Message identifiers, RFC 5322 §3.6.4, without their angle brackets, and without quoting, so that
 * {@code <"a"@b>} and {@code <a@b>} are the same one (RFC 5256 §3).
 */
final class MessageIds {
    private static final int MOST = 100;
    private static final int LONGEST = 998; // RFC 5322 §2.1.1: no line is longer

    private MessageIds() {}

    static @Nullable String first(String field) {
        var ids = read(field);
        if (!ids.isEmpty()) {
            return ids.getFirst();
        }
        var bare = field.strip(); // Liberal: some senders forget the brackets
        boolean usable = !bare.isEmpty() && bare.length() <= LONGEST && bare.indexOf(' ') < 0;
        return usable ? HeaderField.oneLine(bare) : null;
    }

    /** Distinct, in order, at most 100: the last ones, nearest to the message. */
    static List<String> references(String references, String inReplyTo) {
        var ids = new LinkedHashSet<String>(read(references));
        ids.addAll(read(inReplyTo));
        return ids.stream().skip(Math.max(0, ids.size() - MOST)).toList();
    }

    /**
     * What THREAD=REFERENCES goes by: the valid ids of References in order, or else the first one
     * of In-Reply-To. Repeated ones stay; at most 100, the last ones. RFC 5256 §3.
     */
    static List<String> ancestry(String references, String inReplyTo) {
        var ids = read(references).stream().filter(MessageIds::valid).toList();
        return ids.isEmpty()
                ? read(inReplyTo).stream().filter(MessageIds::valid).limit(1).toList()
                : List.copyOf(ids.subList(Math.max(0, ids.size() - MOST), ids.size()));
    }

    /** {@code id-left "@" id-right}. */
    private static boolean valid(String id) {
        int at = id.lastIndexOf('@');
        return at > 0 && at < id.length() - 1;
    }

    private static List<String> read(String field) {
        var ids = new ArrayList<String>();
        int open = field.indexOf('<');
        while (open >= 0) {
            int close = field.indexOf('>', open);
            if (close < 0) {
                break;
            }
            // "<<a@b>": the innermost bracket opens.
            int start = field.lastIndexOf('<', close) + 1;
            int end = field.charAt(start) == '"' ? afterQuoted(field, start, close) : close;
            var id = end - start > 2 * LONGEST ? "" : plain(field.substring(start, end));
            if (!id.isEmpty() && id.length() <= LONGEST) {
                ids.add(HeaderField.oneLine(id));
            }
            open = field.indexOf('<', end);
        }
        return ids;
    }

    /** The bracket that closes after a quoted id-left, which may hold one; else {@code close}. */
    private static int afterQuoted(String field, int start, int close) {
        int at = Parameters.quotedString(field, start, new StringBuilder());
        int end = field.indexOf('>', at);
        return end < 0 || end - start > LONGEST ? close : end;
    }

    /** Without the white space of folding, and without quotes that are a pair. */
    private static String plain(String id) {
        var out = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); ) {
            char c = id.charAt(i);
            int quoted = c == '"' ? Parameters.quotedString(id, i, new StringBuilder()) : i;
            if (quoted > i + 1 && id.charAt(quoted - 1) == '"') {
                i = Parameters.quotedString(id, i, out);
            } else {
                if (!Ascii.isBlank(c)) {
                    out.append(c);
                }
                i++;
            }
        }
        return out.toString();
    }
}
