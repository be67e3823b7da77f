package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.message.UsualFields;

/** One thing FETCH is asked for. RFC 3501 §6.4.5; the grammar is {@code fetch-att} of §9. */
sealed interface FetchItem {
    /** What it is called in the response. */
    String label();

    /** Which columns of the store it needs. */
    Set<Column> columns();

    /** True when the session's table has it: no need of the store. */
    default boolean inTable() {
        return false;
    }

    /** True when reading it makes a message \Seen. */
    default boolean setsSeen() {
        return false;
    }

    /** Items without parameters. */
    enum Attribute implements FetchItem {
        UID("UID"),
        FLAGS("FLAGS"),
        INTERNALDATE("INTERNALDATE"),
        SIZE("RFC822.SIZE"),
        MODSEQ("MODSEQ"), // RFC 7162
        ENVELOPE("ENVELOPE", Column.ENVELOPE),
        BODY("BODY", Column.BODY),
        BODYSTRUCTURE("BODYSTRUCTURE", Column.BODYSTRUCTURE),
        PREVIEW("PREVIEW", Column.PREVIEW),
        SAVEDATE("SAVEDATE"), // RFC 8514
        EMAILID("EMAILID"), // RFC 8474
        THREADID("THREADID");

        private final String label;
        private final Set<Column> columns;

        Attribute(String label, Column... columns) {
            this.label = label;
            this.columns = Set.of(columns);
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public Set<Column> columns() {
            return columns;
        }

        @Override
        public boolean inTable() {
            return columns.isEmpty() && this != THREADID;
        }
    }

    /** Which octets of a part: {@code section-text}. */
    enum Text {
        ALL,
        HEADER,
        FIELDS,
        FIELDS_NOT,
        TEXT,
        MIME
    }

    /**
     * {@code BODY[section]<origin.count>} and the RFC822 items, which are other names of some.
     *
     * @param part numbers of the part, empty for the message
     * @param fields names for HEADER.FIELDS, as asked
     * @param origin first octet of a partial, -1 for the whole
     * @param count octets of a partial at most
     */
    record Section(
            String label,
            List<Integer> part,
            Text text,
            List<String> fields,
            long origin,
            long count,
            boolean setsSeen)
            implements FetchItem {
        @Override
        public Set<Column> columns() {
            boolean inTop = part.isEmpty();
            boolean header = text == Text.HEADER || text == Text.FIELDS || text == Text.FIELDS_NOT;
            if (inTop && header) {
                boolean usual = text == Text.FIELDS && UsualFields.include(fields);
                return Set.of(usual ? Column.FIELDS : Column.HEADER);
            }
            var columns = EnumSet.noneOf(Column.class);
            if (!inTop || text != Text.ALL) {
                columns.add(Column.PARTS);
            }
            if (origin < 0) { // a piece of a message is cheaper alone
                columns.add(Column.OCTETS);
            }
            return columns;
        }
    }

    /**
     * {@code BINARY[section-part]<origin.count>} and {@code BINARY.SIZE[section-part]}: a part
     * behind its content transfer encoding. RFC 3516 §4.2.
     *
     * @param part numbers of the part, empty for the message as it is
     * @param origin first decoded octet of a partial, -1 for the whole
     * @param count decoded octets of a partial at most
     * @param size only how many decoded octets there are
     */
    record Binary(
            String label,
            List<Integer> part,
            long origin,
            long count,
            boolean size,
            boolean setsSeen)
            implements FetchItem {
        @Override
        public Set<Column> columns() {
            return part.isEmpty() ? Set.of() : Set.of(Column.PARTS);
        }
    }

    /** {@code ALL}, {@code FULL}, {@code FAST}, one item, or several in parentheses. */
    static List<FetchItem> parse(ImapReader in) throws IOException {
        if (!in.takeIf("(")) {
            var macro = new ArrayList<FetchItem>();
            String word = in.word();
            return switch (word) {
                case "ALL" -> macro(Attribute.ENVELOPE);
                case "FAST" -> macro();
                case "FULL" -> macro(Attribute.ENVELOPE, Attribute.BODY);
                default -> {
                    macro.add(item(word, in));
                    yield macro;
                }
            };
        }
        return parseList(in);
    }

    /** Items after the parenthesis, and the one that closes it. */
    static List<FetchItem> parseList(ImapReader in) throws IOException {
        var items = new ArrayList<FetchItem>();
        do {
            items.add(item(in.word(), in));
        } while (in.takeIf(" "));
        in.expect(')');
        return items;
    }

    private static List<FetchItem> macro(FetchItem... more) {
        var items = new ArrayList<FetchItem>();
        items.add(Attribute.FLAGS);
        items.add(Attribute.INTERNALDATE);
        items.add(Attribute.SIZE);
        items.addAll(List.of(more));
        return items;
    }

    private static FetchItem item(String word, ImapReader in) throws IOException {
        return switch (word) {
            case "BODY" -> in.peek() == '[' ? section(in, true) : Attribute.BODY;
            case "BODY.PEEK" -> section(in, false);
            case "BINARY" -> binary(in, false, true);
            case "BINARY.PEEK" -> binary(in, false, false);
            case "BINARY.SIZE" -> binary(in, true, false);
            case "PREVIEW" -> {
                boolean _ = in.takeIf(" (LAZY)"); // RFC 8970 §3.2: it is made at delivery already
                yield Attribute.PREVIEW;
            }
            case "RFC822" -> whole("RFC822", Text.ALL, true);
            case "RFC822.HEADER" -> whole("RFC822.HEADER", Text.HEADER, false);
            case "RFC822.TEXT" -> whole("RFC822.TEXT", Text.TEXT, true);
            default -> {
                for (Attribute attribute : Attribute.values()) {
                    if (attribute.label().equals(word)) {
                        yield attribute;
                    }
                }
                throw ImapRefusal.bad("unknown FETCH item");
            }
        };
    }

    private static Section whole(String label, Text text, boolean setsSeen) {
        return new Section(label, List.of(), text, List.of(), -1, 0, setsSeen);
    }

    /** {@code section ["<" number "." nz-number ">"]}. */
    private static Section section(ImapReader in, boolean setsSeen) throws IOException {
        in.expect('[');
        var part = partNumbers(in);
        Text text = Text.ALL;
        List<String> fields = List.of();
        if (in.peek() != ']') {
            text = sectionText(in, part);
            if (text == Text.FIELDS || text == Text.FIELDS_NOT) {
                fields = headerList(in.sp());
            }
        }
        in.expect(']');
        long[] partial = partial(in);
        String label = label(part, text, fields);
        return new Section(label, part, text, fields, partial[0], partial[1], setsSeen);
    }

    /** {@code section-binary [partial]}; BINARY.SIZE has no partial. */
    private static Binary binary(ImapReader in, boolean size, boolean setsSeen) {
        in.expect('[');
        var part = partNumbers(in);
        in.expect(']');
        var label = new StringJoiner(".", size ? "BINARY.SIZE[" : "BINARY[", "]");
        part.forEach(number -> label.add(number.toString()));
        long[] partial = size ? new long[] {-1, 0} : partial(in);
        return new Binary(label.toString(), part, partial[0], partial[1], size, setsSeen);
    }

    /**
     * {@code ["<" number "." nz-number ">"]}: origin and count, the origin -1 when it is missing.
     */
    private static long[] partial(ImapReader in) {
        if (!in.takeIf("<")) {
            return new long[] {-1, 0};
        }
        long origin = in.number();
        long count = in.expect('.').nzNumber();
        in.expect('>');
        return new long[] {origin, count};
    }

    /** Numbers, and the dot after them when a text follows. */
    private static List<Integer> partNumbers(ImapReader in) {
        var part = new ArrayList<Integer>();
        while (in.peek() >= '0' && in.peek() <= '9') {
            if (part.size() == 50) {
                throw ImapRefusal.bad("section is too deep");
            }
            part.add((int) Math.min(in.nzNumber(), Integer.MAX_VALUE));
            if (in.peek() == ']') {
                return part;
            }
            in.expect('.');
            if (in.peek() == ']') {
                throw ImapRefusal.bad("section ends in a dot");
            }
        }
        return part;
    }

    private static Text sectionText(ImapReader in, List<Integer> part) {
        return switch (in.word()) {
            case "HEADER" -> Text.HEADER;
            case "HEADER.FIELDS" -> Text.FIELDS;
            case "HEADER.FIELDS.NOT" -> Text.FIELDS_NOT;
            case "TEXT" -> Text.TEXT;
            case "MIME" -> {
                if (part.isEmpty()) {
                    throw ImapRefusal.bad("MIME needs a part number");
                }
                yield Text.MIME;
            }
            default -> throw ImapRefusal.bad("unknown section");
        };
    }

    /** {@code header-list = "(" header-fld-name *(SP header-fld-name) ")"}. */
    private static List<String> headerList(ImapReader in) throws IOException {
        in.expect('(');
        var fields = new ArrayList<String>();
        do {
            fields.add(new String(in.astring(), StandardCharsets.ISO_8859_1));
        } while (in.takeIf(" "));
        in.expect(')');
        return fields;
    }

    private static String label(List<Integer> part, Text text, List<String> fields) {
        var label = new StringBuilder("BODY[");
        for (int number : part) {
            label.append(number).append('.');
        }
        if (text == Text.ALL && !part.isEmpty()) {
            label.setLength(label.length() - 1);
        }
        switch (text) {
            case ALL -> {}
            case FIELDS -> label.append("HEADER.FIELDS ").append(names(fields));
            case FIELDS_NOT -> label.append("HEADER.FIELDS.NOT ").append(names(fields));
            default -> label.append(text);
        }
        return label.append(']').toString();
    }

    private static String names(List<String> fields) {
        var names = new ArrayList<String>();
        for (String field : fields) {
            names.add(ImapWriter.astring(field));
        }
        return "(" + String.join(" ", names) + ")";
    }
}
