package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header block in their order, as {@link FieldScanner} finds them. Lines that are
 * no field (an mbox "From " line, garbage) are kept out of {@link #fields}.
 */
public final class HeaderBlock {
    private final List<HeaderField> fields;

    private HeaderBlock(List<HeaderField> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * @param octets a header with or without its empty line; not copied, so leave it alone
     */
    public static HeaderBlock parse(byte[] octets) {
        return parse(octets, Integer.MAX_VALUE);
    }

    /** At most {@code most} lines; what comes after them is left out. */
    static HeaderBlock parse(byte[] octets, int most) {
        var fields = new ArrayList<HeaderField>();
        var scanner = new FieldScanner(octets);
        for (int lines = 0; lines < most && scanner.next(); lines++) {
            int start = scanner.start();
            int length = scanner.nameEnd() - start;
            if (length > 0) {
                var name = new String(octets, start, length, StandardCharsets.US_ASCII);
                fields.add(
                        new HeaderField(name, octets, start, scanner.valueStart(), scanner.end()));
            }
        }
        return new HeaderBlock(fields);
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
