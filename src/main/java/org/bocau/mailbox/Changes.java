package org.bocau.mailbox;

import java.util.List;

/**
 * What happened in a mailbox after a mod-sequence.
 *
 * @param modseq everything up to here is told; ask with it next time
 * @param changed messages that are new or whose flags changed, by UID ascending
 * @param expunged UIDs that are gone
 */
public record Changes(long modseq, List<MessageState> changed, UidSet expunged) {
    /**
     * A message's place and flags, and what never changes of it.
     *
     * @param size octets
     * @param received INTERNALDATE in seconds since 1970
     * @param saved when it came into this mailbox (RFC 8514), in seconds since 1970
     * @param emailId key of its content (RFC 8474)
     */
    public record MessageState(
            long uid,
            long modseq,
            Flags flags,
            long size,
            long received,
            long saved,
            long emailId) {}
}
