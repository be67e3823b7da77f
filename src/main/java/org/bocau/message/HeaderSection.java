package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The header section at the start of a message that is passing through: its fields as they came,
 * octet for octet, so that a server can take fields out and put its own on top before the rest is
 * streamed on. {@link MimeParser} is what understands a message; this only cuts it. RFC 5322 §2.2.
 */
public final class HeaderSection {
    /** A section without a field. */
    public static final HeaderSection NONE = new HeaderSection(List.of(), false, new byte[0]);

    private static final byte[] CRLF = {'\r', '\n'};

    private final List<Field> fields;
    private final boolean ended; // by the empty line
    private final byte[] surplus; // a line that is no field: the body began without an empty line

    private HeaderSection(List<Field> fields, boolean ended, byte[] surplus) {
        this.fields = List.copyOf(fields);
        this.ended = ended;
        this.surplus = surplus;
    }

    /**
     * What a header section may be.
     *
     * @param octets of the whole section
     * @param fields how many
     * @param fieldOctets of one of them, with its line ends
     */
    public record Bounds(int octets, int fields, int fieldOctets) {}

    /** As {@link #read(InputStream, Bounds, IntConsumer)}, where memory is not counted. */
    public static HeaderSection read(InputStream in, int maxOctets, int maxFields)
            throws IOException, HeaderTooLargeException {
        return read(in, new Bounds(maxOctets, maxFields, maxOctets), _ -> {});
    }

    /**
     * What can be shown of it: {@link #NONE} where it is beyond a bound or breaks off. For what
     * decides about a message, {@link #read(InputStream, int, int)} tells the difference.
     */
    public static HeaderSection shown(InputStream in, int maxOctets, int maxFields) {
        try {
            return read(in, maxOctets, maxFields);
        } catch (IOException | HeaderTooLargeException _) {
            return NONE;
        }
    }

    /**
     * Reads up to and including the empty line; {@code in} then stands at the body. A line that is
     * neither a field nor its continuation ends the section too, and belongs to the body.
     *
     * @param memory told of octets before they are kept; what it throws ends the reading
     * @throws HeaderTooLargeException beyond a bound; {@code in} stands somewhere within
     */
    public static HeaderSection read(InputStream in, Bounds bounds, IntConsumer memory)
            throws IOException, HeaderTooLargeException {
        var lines = new Lines(in, bounds.octets(), memory);
        var fields = new ArrayList<Field>();
        var field = new ByteArrayOutputStream();
        while (true) {
            byte[] line = lines.next();
            boolean continues = line.length > 0 && isBlank(line[0]) && field.size() > 0;
            if (!continues && field.size() > 0) {
                fields.add(Field.of(field.toByteArray()));
                field.reset();
            }
            if (fields.size() > bounds.fields()
                    || field.size() + line.length > bounds.fieldOctets()) {
                throw new HeaderTooLargeException();
            }
            if (!continues && nameLength(line) == 0) {
                boolean empty = line.length == 2 && line[0] == '\r';
                return new HeaderSection(fields, empty, empty ? new byte[0] : line);
            }
            field.write(line);
        }
    }

    public List<Field> fields() {
        return fields;
    }

    /** The fields of this name, in any case, from the top. */
    public List<Field> all(String name) {
        return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).toList();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(name));
    }

    public HeaderSection without(Predicate<Field> unwanted) {
        return new HeaderSection(
                fields.stream().filter(unwanted.negate()).toList(), ended, surplus);
    }

    /**
     * Puts a field on top.
     *
     * @param field {@code Name: value} without its line end; longer values folded by the caller
     */
    public HeaderSection with(String field) {
        var all = new ArrayList<Field>(fields.size() + 1);
        all.add(Field.of((field + "\r\n").getBytes(StandardCharsets.UTF_8)));
        all.addAll(fields);
        return new HeaderSection(all, ended, surplus);
    }

    /** Octets of the section as it was read, with the empty line, without what is the body's. */
    public long octets() {
        long octets = ended ? CRLF.length : 0;
        for (var field : fields) {
            octets += field.octets().length;
        }
        return octets;
    }

    /** How many of the octets that {@link #writeTo} writes are the body's already. */
    public int bodyOctets() {
        return surplus.length;
    }

    /** Writes the fields and what ended them. An empty line is added where a body lacked one. */
    public void writeTo(OutputStream out) throws IOException {
        for (var field : fields) {
            out.write(field.octets());
        }
        if (ended || surplus.length > 0) {
            out.write(CRLF);
        }
        out.write(surplus);
    }

    /** The lines of a section, counted. */
    private static final class Lines {
        private static final int STEP = 4096;

        private final InputStream in;
        private final int most;
        private final IntConsumer memory;
        private int taken;

        Lines(InputStream in, int most, IntConsumer memory) {
            this.in = in;
            this.most = most;
            this.memory = memory;
        }

        /** The next line with its end; of no octets at the end of the stream. */
        byte[] next() throws IOException, HeaderTooLargeException {
            var line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (taken == most) {
                    throw new HeaderTooLargeException();
                }
                if (taken++ % STEP == 0) {
                    memory.accept(STEP);
                }
                line.write(octet);
                if (octet == '\n') {
                    break;
                }
            }
            return line.toByteArray();
        }
    }

    /** Octets of the field name at the start of a line; 0 when it is no field. RFC 5322 §3.6.8. */
    private static int nameLength(byte[] line) {
        return FieldScanner.nameEnd(line, 0);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * One field.
     *
     * @param name as spelt in the message
     * @param octets the whole field with all its line ends
     */
    public record Field(String name, byte[] octets) {
        static Field of(byte[] octets) {
            return new Field(
                    new String(octets, 0, nameLength(octets), StandardCharsets.US_ASCII), octets);
        }

        /** The value unfolded and trimmed; octets that are not UTF-8 become U+FFFD. */
        public String value() {
            var text = new String(octets, StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1).replace("\r\n", "").strip();
        }

        /** The value as people read it: encoded words decoded, on one line. */
        public String text() {
            return HeaderField.oneLine(EncodedWord.decode(value())).strip();
        }
    }

    /** The header section is larger than the server takes: {@code 552 5.3.4}. */
    public static final class HeaderTooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        public HeaderTooLargeException() {
            super("header section too large", null, false, false);
        }
    }
}
