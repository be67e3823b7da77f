package org.bocau.mailbox;

import java.util.List;

/**
 * A mailbox as SELECT sees it: all from one moment.
 *
 * @param mailbox counters of that moment
 * @param uids ascending; the sequence number is the index plus one
 * @param modseqs beside them
 * @param systemFlags beside them, bits of {@link Flag}
 * @param keywords beside them
 * @param usedKeywords every keyword used in the mailbox, for the FLAGS response
 * @param recentFrom UIDs from here on are \Recent for this session
 */
public record Snapshot(
        Mailbox mailbox,
        long[] uids,
        long[] modseqs,
        int[] systemFlags,
        List<List<String>> keywords,
        List<String> usedKeywords,
        long recentFrom) {}
