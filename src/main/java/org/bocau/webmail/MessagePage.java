package org.bocau.webmail;

import java.util.ArrayList;
import java.util.List;
import org.bocau.preferences.UserPreferences;
import org.jspecify.annotations.Nullable;

/**
 * A page of a message list, newest first.
 *
 * @param total messages in the folder, or found
 * @param older query of the link to older ones, null on the last page
 * @param newer query of the link to newer ones, null on the first page
 * @param again query that fetches the same rows again, and what has come above them; empty where
 *     that is the page's own address
 */
public record MessagePage(
        List<MessageRow> rows,
        long total,
        @Nullable String older,
        @Nullable String newer,
        String again) {
    /** A page whose own address fetches the same again. */
    public MessagePage(
            List<MessageRow> rows, long total, @Nullable String older, @Nullable String newer) {
        this(rows, total, older, newer, "");
    }

    public boolean empty() {
        return rows.isEmpty();
    }

    /** True when mail that arrives belongs on it. */
    public boolean newest() {
        return newer == null;
    }

    /**
     * The page that follows, without a script, when an open message has been dealt with.
     *
     * @param key of the message
     * @param thread its THREADID, which its row may stand for; or empty
     * @return null: the list
     */
    public @Nullable String following(String key, String thread, UserPreferences.Advance advance) {
        int step =
                switch (advance) {
                    case AUTO, LIST -> 0;
                    case OLDER -> 1;
                    case NEWER -> -1;
                };
        for (int at = 0; step != 0 && at < rows.size(); at++) {
            var row = rows.get(at);
            boolean open =
                    row.key().equals(key) || (!thread.isEmpty() && row.thread().equals(thread));
            if (open && at + step >= 0 && at + step < rows.size())
                return rows.get(at + step).path();
        }
        return null;
    }

    /** Rows of one day or month, under its head. */
    public record Section(Dates.Head head, List<MessageRow> rows) {}

    /** What the last row stands under, so that rows which follow need not say it again. */
    public String lastHead(DateView dates) {
        return rows.isEmpty() ? "" : dates.head(rows.getLast().receivedAt()).key();
    }

    /** The rows by when they arrived; a head comes again where the order is not that of arrival. */
    public List<Section> sections(DateView dates) {
        var sections = new ArrayList<Section>();
        for (var row : rows) {
            var head = dates.head(row.receivedAt());
            if (sections.isEmpty() || !sections.getLast().head().equals(head))
                sections.add(new Section(head, new ArrayList<>()));
            sections.getLast().rows().add(row);
        }
        return sections;
    }
}
