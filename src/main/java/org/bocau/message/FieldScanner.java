package org.bocau.message;

/**
 * Walks over a header block field by field and makes no objects: {@link HeaderBlock} and {@link
 * HeaderSelection} agree on what a field is because both ask here. Lines may end in CRLF, LF or CR;
 * the first empty line ends the block. RFC 5322 §2.2.
 */
final class FieldScanner {
    private final byte[] octets;
    private int start;
    private int nameEnd;
    private int valueStart;
    private int end;

    /**
     * @param octets a header with or without its empty line; not copied, so leave it alone
     */
    FieldScanner(byte[] octets) {
        this.octets = octets;
    }

    /** Goes to the next field, or line that is none; false at the end of the block. */
    boolean next() {
        if (end == octets.length || octets[end] == '\r' || octets[end] == '\n') {
            return false;
        }
        start = end;
        nameEnd = nameEnd(octets, start);
        valueStart = nameEnd == start ? start : colon(octets, nameEnd) + 1;
        end = fieldEnd();
        return true;
    }

    int start() {
        return start;
    }

    /** Where the name ends; {@link #start} when the line is no field (an mbox "From ", garbage). */
    int nameEnd() {
        return nameEnd;
    }

    /** Behind the colon. */
    int valueStart() {
        return valueStart;
    }

    /** Behind the last of its lines. */
    int end() {
        return end;
    }

    /** Where the field name that begins at {@code start} ends; {@code start} when there is none. */
    static int nameEnd(byte[] octets, int start) {
        int end = start;
        while (end < octets.length
                && octets[end] > ' '
                && octets[end] < 0x7f
                && octets[end] != ':') {
            end++;
        }
        int colon = colon(octets, end);
        return colon < octets.length && octets[colon] == ':' ? end : start;
    }

    /** Obsolete (RFC 5322 §4.5): blanks between the name and its colon. */
    private static int colon(byte[] octets, int nameEnd) {
        int at = nameEnd;
        while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Behind the last line: the next one is not folded into the field. */
    private int fieldEnd() {
        int at = start;
        do {
            while (at < octets.length && octets[at] != '\n' && octets[at] != '\r') {
                at++;
            }
            if (at < octets.length) {
                boolean crlf =
                        octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
                at += crlf ? 2 : 1;
            }
        } while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t'));
        return at;
    }
}
