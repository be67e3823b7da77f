package org.bocau.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox and its counters as of one moment.
 *
 * @param name hierarchical name in Unicode, {@code /} between levels, {@code INBOX} always in upper
 *     case
 * @param selectable false for a name that only holds inferiors ({@code \Noselect})
 * @param messages how many it holds
 * @param unseen how many lack \Seen
 * @param octets sum of the sizes
 * @param recentFrom messages with this UID or a higher one have been shown to no read-write session
 *     yet ({@code \Recent})
 * @param keywords every keyword ever used here, in its first spelling
 */
public record Mailbox(
        MailboxId id,
        String name,
        @Nullable SpecialUse specialUse,
        boolean selectable,
        long uidValidity,
        long uidNext,
        long highestModseq,
        long messages,
        long unseen,
        long deleted,
        long octets,
        long recentFrom,
        List<String> keywords) {
    /** Keywords in use in one mailbox; more are refused. */
    public static final int MOST_KEYWORDS = 256;

    /** The same as somebody else sees it: by another name, for no special use. */
    Mailbox sharedAs(String otherName) {
        return new Mailbox(
                id,
                otherName,
                null,
                selectable,
                uidValidity,
                uidNext,
                highestModseq,
                messages,
                unseen,
                deleted,
                octets,
                recentFrom,
                keywords);
    }
}
