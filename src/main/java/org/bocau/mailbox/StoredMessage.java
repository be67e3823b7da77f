package org.bocau.mailbox;

import org.bocau.mailbox.Changes.MessageState;
import org.bocau.message.Part;
import org.bocau.message.Utf8Forms;
import org.jspecify.annotations.Nullable;

/**
 * What FETCH needs of one message; the columns that were not asked for are null.
 *
 * @param crlfSize octets when every line, the last too, ends in CRLF: what POP3 sends
 * @param octets the whole message, null also when it is not small: then read it from the body
 * @param header the top header block, null also when it is longer than the store keeps: then read
 *     it from the body
 * @param fields of the header at least {@link org.bocau.message.UsualFields}, in its order; null
 *     where the header is
 */
public record StoredMessage(
        MessageState state,
        long crlfSize,
        long threadId,
        BodyKey body,
        byte @Nullable [] envelope,
        byte @Nullable [] bodyBasic,
        byte @Nullable [] bodyStructure,
        byte @Nullable [] header,
        byte @Nullable [] fields,
        byte @Nullable [] encodedParts,
        byte @Nullable [] encodedUtf8Forms,
        @Nullable String preview,
        byte @Nullable [] octets) {

    public long uid() {
        return state.uid();
    }

    /** Octets. */
    public long size() {
        return state.size();
    }

    /** The tree of its parts. */
    public Part parts() {
        if (encodedParts == null) {
            throw new IllegalStateException("the parts were not asked for");
        }
        return Part.decode(encodedParts);
    }

    /** ENVELOPE and the like for clients that have enabled UTF-8; null where they are the same. */
    public @Nullable Utf8Forms utf8Forms() {
        return encodedUtf8Forms == null ? null : Utf8Forms.decode(encodedUtf8Forms);
    }

    /** Columns that cost something to read. */
    public enum Column {
        ENVELOPE,
        BODY,
        BODYSTRUCTURE,
        /** With the parts where it is null. */
        HEADER,
        /** Likewise. */
        FIELDS,
        PARTS,
        UTF8_FORMS,
        PREVIEW,
        /** All octets of a small message, so that many are read at once. */
        OCTETS
    }
}
