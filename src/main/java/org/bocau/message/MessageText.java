package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What SEARCH finds in a message, read from its part tree and its octets; nothing of the message is
 * held but a piece. RFC 3501 §6.4.4.
 *
 * @param heading the fields people look at (From, To, Cc, Bcc, Sender, Reply-To, Subject), decoded,
 *     one {@code name: value} a line
 * @param header all other fields in the same form
 */
public record MessageText(String heading, String header) {
    /** Characters of a piece at most. */
    public static final int PIECE = 256 * 1024;

    /** Code points that a piece repeats of the one before. */
    public static final int OVERLAP = 1024;

    private static final Set<String> HEADING =
            Set.of("from", "to", "cc", "bcc", "sender", "reply-to", "subject");

    /** The octets of a message, or a part of them. */
    @FunctionalInterface
    public interface Octets {
        InputStream open(long from, long to) throws IOException;
    }

    /** Takes the pieces of a text one after the other. */
    @FunctionalInterface
    public interface Pieces {
        /**
         * @param number from 0
         * @param text lower case, NFC; at most {@link #PIECE} characters
         */
        void piece(int number, String text);
    }

    /** True for a field of {@link #heading}; the name in lower case. */
    public static boolean inHeading(String field) {
        return HEADING.contains(field);
    }

    /** The top header's text, lower case, NFC. */
    public static MessageText of(Part root, Octets octets) throws IOException {
        var fields = fields(root, octets, PartScanner.TOP_HEADER).fields();
        var kinds =
                fields.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        field -> inHeading(field.lowerCaseName())));
        return new MessageText(lines(kinds.get(true)), lines(kinds.get(false)));
    }

    private static String lines(@Nullable List<HeaderField> fields) {
        return SearchText.caseless(HeaderText.of(fields == null ? List.of() : fields));
    }

    /**
     * All that BODY looks in: decoded text of the text parts (without HTML's markup), the headers
     * of nested messages, names of files.
     *
     * @throws IOException from {@code octets}
     */
    public static void body(Part root, Octets octets, Pieces pieces) throws IOException {
        var cutter = new TextPieces(pieces);
        collect(root, octets, new TextSink(cutter));
        cutter.end();
    }

    /**
     * The decoded content of one part, cut.
     *
     * @param bare without HTML's markup
     * @param most characters
     * @throws IOException from {@code octets}
     */
    public static String of(Part part, Octets octets, boolean bare, int most) throws IOException {
        var text = new TextSink.Start(most);
        TextPart.read(
                octets.open(part.bodyStart(), part.bodyEnd()),
                part.encoding(),
                part.charset(),
                bare && part.subtype().equals("html"),
                new TextSink(text));
        return text.toString();
    }

    private static void collect(Part part, Octets octets, TextSink out) throws IOException {
        out.line();
        if (part.fileName() != null) {
            out.append(part.fileName());
            out.line();
        }
        if (part.text()) {
            TextPart.read(
                    octets.open(part.bodyStart(), part.bodyEnd()),
                    part.encoding(),
                    part.charset(),
                    part.subtype().equals("html"),
                    out);
        } else if (part.nestedMessage()) {
            var nested = part.children().getFirst();
            out.append(HeaderText.of(fields(nested, octets, PartScanner.PART_HEADER).fields()));
        }
        for (var child : part.children()) {
            collect(child, octets, out);
        }
    }

    private static HeaderBlock fields(Part part, Octets octets, int most) throws IOException {
        long end = Math.min(part.bodyStart(), part.headerStart() + most);
        try (var in = octets.open(part.headerStart(), end)) {
            return HeaderBlock.parse(in.readAllBytes(), PartScanner.MOST_FIELDS);
        }
    }
}
