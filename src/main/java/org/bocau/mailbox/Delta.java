package org.bocau.mailbox;

import java.util.List;
import org.bocau.mailbox.Changes.MessageState;

/**
 * What one commit did to a mailbox, for the index in memory: whoever has the version of {@code
 * previous} needs no query to get the one of {@code modseq}.
 *
 * @param previous the mailbox's mod-sequence before
 * @param changed by UID ascending
 */
record Delta(long previous, long modseq, List<MessageState> changed, UidSet gone) {}
