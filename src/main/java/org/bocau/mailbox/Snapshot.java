package org.bocau.mailbox;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A mailbox as SELECT sees it.
 *
 * @param mailbox name, UIDVALIDITY, keywords
 * @param messages as new as {@code mailbox} or newer
 * @param recentFrom UIDs from here on are \Recent for this session
 */
public record Snapshot(Mailbox mailbox, Messages messages, long recentFrom) {
    /**
     * Keywords in use. The counters were read a moment before the messages, which may have got some
     * since.
     */
    public List<String> keywords() {
        long read = mailbox.highestModseq();
        if (messages.modseq() <= read) {
            return mailbox.keywords();
        }
        var all = new LinkedHashSet<>(mailbox.keywords());
        for (int row = 0; row < messages.count(); row++) {
            if (messages.modseq(row) > read) {
                all.addAll(messages.keywords(row));
            }
        }
        return List.copyOf(all);
    }
}
