package org.bocau.compose;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import org.bocau.mailclient.Correspondent;
import org.jspecify.annotations.Nullable;

/** Addresses of the scheme mailto. RFC 6068 */
final class Mailto {
    private static final int MAX_FIELDS = 20;

    private Mailto() {}

    /** The message it asks for: addresses, then header fields; only the harmless count (§4). */
    static ComposeForm form(String url) {
        var text = url.replaceFirst("(?i)^mailto:", "");
        int query = text.indexOf('?');
        var fields = new HashMap<String, String>();
        if (query >= 0) {
            for (var pair : text.substring(query + 1).split("&", MAX_FIELDS)) {
                int equals = pair.indexOf('=');
                if (equals < 0) continue;
                var name = pair.substring(0, equals).toLowerCase(Locale.ROOT);
                fields.putIfAbsent(name, decoded(pair.substring(equals + 1)));
            }
        }
        var to = decoded(query < 0 ? text : text.substring(0, query));
        var more = fields.getOrDefault("to", "");
        return ComposeForm.to(
                shown(to.isEmpty() || more.isEmpty() ? to + more : to + ", " + more),
                shown(fields.get("cc")),
                shown(fields.get("subject")),
                fields.getOrDefault("body", ""));
    }

    /** Percent escapes only: a plus sign is a plus sign here (§5). */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : Correspondent.shown(text);
    }
}
