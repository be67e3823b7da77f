package org.bocau.webmail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a message list, newest first.
 *
 * @param total messages in the folder, or found
 * @param older query of the link to older ones, null on the last page
 * @param newer query of the link to newer ones, null on the first page
 */
record MessagePage(
        List<MessageRow> rows, long total, @Nullable String older, @Nullable String newer) {
    public boolean empty() {
        return rows.isEmpty();
    }

    /** True when mail that arrives belongs on it. */
    public boolean newest() {
        return newer == null;
    }

    /**
     * Query that fetches it again after some of its messages have gone: it then begins where it
     * began, at the oldest end.
     */
    public String again() {
        return newest() || empty() ? "" : "?after=" + (rows.getLast().uid() - 1);
    }
}
