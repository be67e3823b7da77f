package org.bocau.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Message identifiers, RFC 5322 §3.6.4, without their angle brackets. */
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

    private static List<String> read(String field) {
        var ids = new ArrayList<String>();
        int open = field.indexOf('<');
        while (open >= 0) {
            int close = field.indexOf('>', open);
            if (close < 0) {
                break;
            }
            // "<<a@b>" and folded ids: the innermost bracket opens, white space goes.
            var id = withoutBlanks(field.substring(field.lastIndexOf('<', close) + 1, close));
            if (!id.isEmpty() && id.length() <= LONGEST) {
                ids.add(HeaderField.oneLine(id));
            }
            open = field.indexOf('<', close);
        }
        return ids;
    }

    private static String withoutBlanks(String id) {
        var out = new StringBuilder(id.length());
        id.chars().filter(c -> !Ascii.isBlank(c)).forEach(c -> out.append((char) c));
        return out.toString();
    }
}
