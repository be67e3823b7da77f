package org.bocau.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a list or a FETCH needs of a message, read once. Strings are decoded (RFC 2047,
 * charsets), valid Unicode without NUL, and bounded; octets are exact.
 *
 * @param size octets of the whole message (RFC822.SIZE)
 * @param header the top header block with its empty line, at most {@link MimeParser#HEADER_KEPT}
 *     octets; when longer, the whole is read from the body through {@code root}'s offsets
 * @param root the part tree with octet offsets
 * @param envelope IMAP ENVELOPE as it goes on the wire, ASCII, RFC 2047 form kept (RFC 3501 §7.4.2)
 * @param body IMAP BODY (non-extensible) as it goes on the wire
 * @param bodyStructure IMAP BODYSTRUCTURE with all extension fields
 * @param utf8Forms these three for clients that have enabled UTF-8, null where they are the same
 * @param subject decoded Subject, empty if none
 * @param from decoded From for display: the first author's name, or the address
 * @param sort the Date field, the base subject and what else SORT and THREAD compare
 * @param messageId msg-id of Message-ID without angle brackets; null if none
 * @param references msg-ids of References then In-Reply-To, without angle brackets, in order,
 *     distinct, at most 100 (the last ones)
 * @param preview the start of the text as a person would read it, at most 256 characters (RFC 8970)
 * @param attachmentNames file names of parts a person would call attachments
 * @param hasAttachment there is at least one such part
 * @param received how many Received fields it has (loops, RFC 5321 §6.3)
 * @param deliveredTo the Delivered-To fields' values, lower case
 * @param listIds the List-Id fields' values (RFC 2919)
 * @param tlsOptional {@code TLS-Required: No} (RFC 8689 §3)
 */
public record ParsedMessage(
        long size,
        byte[] header,
        Part root,
        byte[] envelope,
        byte[] body,
        byte[] bodyStructure,
        @Nullable Utf8Forms utf8Forms,
        String subject,
        String from,
        SortFields sort,
        @Nullable String messageId,
        List<String> references,
        String preview,
        List<String> attachmentNames,
        boolean hasAttachment,
        int received,
        List<String> deliveredTo,
        List<String> listIds,
        boolean tlsOptional) {}
