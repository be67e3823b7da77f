package org.bocau.mailbox;

import java.time.Instant;
import org.bocau.message.Part;
import org.jspecify.annotations.Nullable;

/**
 * What FETCH needs of one message; the columns that were not asked for are null.
 *
 * @param crlfSize octets when every line, the last too, ends in CRLF: what POP3 sends
 * @param emailId the same in every copy of a message (RFC 8474)
 * @param header the top header block, null also when it is longer than the store keeps: then read
 *     it from the body
 */
public record StoredMessage(
        long uid,
        long modseq,
        Flags flags,
        Instant internalDate,
        Instant savedAt,
        long size,
        long crlfSize,
        long emailId,
        long threadId,
        BodyKey body,
        byte @Nullable [] envelope,
        byte @Nullable [] bodyBasic,
        byte @Nullable [] bodyStructure,
        byte @Nullable [] header,
        @Nullable Part parts,
        @Nullable String preview) {

    /** Columns that cost something to read. */
    public enum Column {
        ENVELOPE,
        BODY,
        BODYSTRUCTURE,
        HEADER,
        PARTS,
        PREVIEW
    }
}
