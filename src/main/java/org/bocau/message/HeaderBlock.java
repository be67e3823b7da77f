package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header block in their order. Lines may end in CRLF, LF or CR; the first empty
 * line ends the block. Lines that are no field (an mbox "From " line, garbage) are kept out of
 * {@link #fields}.
 */
public final class HeaderBlock {
    private final List<HeaderField> fields;

    private HeaderBlock(List<HeaderField> lines) {
        this.fields = lines.stream().filter(line -> !line.name().isEmpty()).toList();
    }

    /**
     * @param octets a header with or without its empty line; not copied, so leave it alone
     */
    public static HeaderBlock parse(byte[] octets) {
        return parse(octets, Integer.MAX_VALUE);
    }

    /** At most {@code most} fields; what comes after them is left out. */
    static HeaderBlock parse(byte[] octets, int most) {
        var lines = new ArrayList<HeaderField>();
        int at = 0;
        while (at < octets.length && lines.size() < most) {
            int contentEnd = contentEnd(octets, at);
            if (contentEnd == at) {
                break; // the empty line
            }
            int end = afterLineEnd(octets, contentEnd);
            while (end < octets.length && (octets[end] == ' ' || octets[end] == '\t')) {
                end = afterLineEnd(octets, contentEnd(octets, end));
            }
            lines.add(field(octets, at, contentEnd, end));
            at = end;
        }
        return new HeaderBlock(lines);
    }

    /** RFC 5322 §2.2: a name of printable ASCII, a colon. Obsolete (§4.5): blanks before it. */
    private static HeaderField field(byte[] octets, int start, int contentEnd, int end) {
        int at = start;
        while (at < contentEnd && octets[at] > ' ' && octets[at] < 0x7f && octets[at] != ':') {
            at++;
        }
        int nameEnd = at;
        while (at < contentEnd && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        if (nameEnd == start || at == contentEnd || octets[at] != ':') {
            return new HeaderField("", octets, start, start, end);
        }
        var name = new String(octets, start, nameEnd - start, StandardCharsets.US_ASCII);
        return new HeaderField(name, octets, start, at + 1, end);
    }

    private static int contentEnd(byte[] octets, int at) {
        int end = at;
        while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
            end++;
        }
        return end;
    }

    private static int afterLineEnd(byte[] octets, int at) {
        if (at >= octets.length) {
            return octets.length;
        }
        boolean crlf = octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
        return at + (crlf ? 2 : 1);
    }

    public List<HeaderField> fields() {
        return fields;
    }

    /** The first field of that name, in any case. */
    public @Nullable HeaderField first(String name) {
        for (var field : fields) {
            if (field.named(name)) {
                return field;
            }
        }
        return null;
    }

    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.named(name)).toList();
    }

    /** Decoded value of the first field of that name; empty if there is none. */
    public String value(String name) {
        var field = first(name);
        return field == null ? "" : field.value();
    }
}
