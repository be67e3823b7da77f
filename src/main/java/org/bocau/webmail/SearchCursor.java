package org.bocau.webmail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bocau.mailclient.Folder;
import org.jspecify.annotations.Nullable;

/**
 * How far a search over several folders has been shown: per folder the lowest UID shown. Written
 * into the "older" link as {@code inbox:120,sent:44}, so nothing is kept between requests.
 */
record SearchCursor(Map<String, Long> shown) {
    static final SearchCursor START = new SearchCursor(Map.of());
    private static final Pattern ENTRY = Pattern.compile("([^:,]{1,900}):([0-9]{1,10})");

    /** Reads a link's parameter; what is malformed in it counts as not there. */
    static SearchCursor parse(@Nullable String text) {
        if (text == null || text.length() > 20_000) return START;
        var shown = new HashMap<String, Long>();
        var entry = ENTRY.matcher(text);
        while (entry.find()) shown.put(entry.group(1), Long.valueOf(entry.group(2)));
        return new SearchCursor(Map.copyOf(shown));
    }

    @Nullable Long below(Folder folder) {
        return shown.get(folder.path().segment());
    }

    /** The cursor after these rows too have been shown. */
    SearchCursor past(List<MessageRow> rows) {
        var next = new HashMap<>(shown);
        for (var row : rows) next.merge(row.folder().path().segment(), row.uid(), Math::min);
        return new SearchCursor(Map.copyOf(next));
    }

    @Override
    public String toString() {
        return shown.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue())
                .collect(Collectors.joining(","));
    }
}
