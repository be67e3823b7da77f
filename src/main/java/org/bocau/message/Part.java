package org.bocau.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message: where its octets are, and how they are encoded. The tree is stored with
 * the message ({@link #encode}), so that FETCH BODY[1.2]&lt;0.100&gt; is a range read and nothing
 * is parsed again.
 *
 * <p>Offsets count octets from the start of the whole message; starts are inclusive, ends
 * exclusive.
 *
 * @param type media type in lower case, {@code text}
 * @param subtype in lower case, {@code plain}
 * @param charset the charset parameter of a text part in lower case, or null
 * @param encoding content transfer encoding in lower case; {@code 7bit} when absent; unknown ones
 *     kept
 * @param fileName decoded file name, or null
 * @param contentId Content-ID without angle brackets, or null
 * @param headerStart first octet of the part's own header (MIME header for nested parts)
 * @param bodyStart first octet after the header's empty line
 * @param bodyEnd end of the content (before the CRLF that belongs to the boundary)
 * @param lines lines in the content as RFC 3501 counts them
 * @param children of a multipart: its parts, at least one; of message/rfc822: exactly one, the
 *     nested message, whose header starts at {@code bodyStart}
 */
public record Part(
        String type,
        String subtype,
        @Nullable String charset,
        String encoding,
        @Nullable String disposition,
        @Nullable String fileName,
        @Nullable String contentId,
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long lines,
        List<Part> children) {

    public boolean multipart() {
        return type.equals("multipart");
    }

    public boolean nestedMessage() {
        return type.equals("message") && !children.isEmpty();
    }

    public boolean text() {
        return type.equals("text");
    }

    /**
     * The part an IMAP section number names, RFC 3501 §6.4.5: {@code [1]} of a message that is no
     * multipart is its body; numbers pass through a nested message into its multipart.
     *
     * @param numbers each at least 1; empty for the message itself
     * @return null when there is no such part
     */
    public @Nullable Part find(List<Integer> numbers) {
        Part found = this;
        boolean message = true; // the next number counts in a message, not in a multipart's parts
        for (int number : numbers) {
            if (!found.multipart() && !message) {
                if (!found.nestedMessage()) {
                    return null;
                }
                found = found.children().getFirst();
            }
            if (found.multipart()) {
                if (number < 1 || number > found.children().size()) {
                    return null;
                }
                found = found.children().get(number - 1);
            } else if (number != 1) {
                return null;
            }
            message = false;
        }
        return found;
    }

    /** Octets of the content as it is encoded. */
    public long size() {
        return bodyEnd - bodyStart;
    }

    /** A compact form for the store. */
    public byte[] encode() {
        return PartCodec.encode(this);
    }

    /**
     * What {@link #encode} gave.
     *
     * @throws IllegalArgumentException it is something else
     */
    public static Part decode(byte[] encoded) {
        return PartCodec.decode(encoded);
    }
}
