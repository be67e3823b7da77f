package org.bocau.message;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads a message of any quality once and never refuses one. Depth, parts, header fields and
 * parameters are bounded; beyond a bound the rest is one opaque part. Streams: a 50 MB message
 * costs buffers, not 50 MB.
 */
public final class MimeParser {
    /**
     * Grows with each change of what {@link ParsedMessage} or {@link MessageText} say of the same
     * octets: what an older version has made is then made anew in the background.
     */
    public static final int VERSION = 2;

    /** Octets of the top header block that {@link ParsedMessage#header} keeps. */
    public static final int HEADER_KEPT = 256 * 1024;

    /** Characters of a subject, and of a name, that lists show and sort by. */
    private static final int SUBJECT_KEPT = 4096;

    private static final int NAME_KEPT = 512;

    private MimeParser() {}

    /**
     * @throws IOException only when the spool cannot be read
     */
    public static ParsedMessage parse(Spool spool) throws IOException {
        PartScanner scanner;
        try (var octets = spool.open()) {
            scanner = PartScanner.of(octets, spool.size());
            scanner.scan();
        }
        var root = scanner.root();
        var header = scanner.topHeader();
        var text = new TextExtractor(spool);
        var octets = scanner.topOctets();
        var subject = HeaderField.cut(header.value("Subject"), SUBJECT_KEPT);
        var attachments = Attachments.of(root);
        return new ParsedMessage(
                spool.size(),
                Arrays.copyOf(octets, Math.min(octets.length, HEADER_KEPT)),
                root.toPart(),
                root.envelope(WireForm.ASCII),
                StructureText.body(root, WireForm.ASCII),
                StructureText.bodyStructure(root, WireForm.ASCII),
                Utf8Forms.of(root),
                subject,
                HeaderField.cut(from(header), NAME_KEPT),
                SortFields.of(header),
                MessageIds.first(text(header, "Message-ID")),
                MessageIds.references(text(header, "References"), text(header, "In-Reply-To")),
                text.preview(root),
                attachments.stream().map(Entity::fileName).filter(Objects::nonNull).toList(),
                !attachments.isEmpty(),
                header.all("Received").size(),
                deliveredTo(header),
                header.all("List-Id").stream().map(HeaderField::value).toList(),
                tlsOptional(header));
    }

    private static String text(HeaderBlock header, String name) {
        var field = header.first(name);
        return field == null ? "" : field.text();
    }

    private static String from(HeaderBlock header) {
        var authors = HeaderAddress.list(text(header, "From"));
        return authors.isEmpty() ? header.value("From") : authors.getFirst().display();
    }

    /** RFC 8689 §3: at most one, and no other value is known. */
    private static boolean tlsOptional(HeaderBlock header) {
        var fields = header.all("TLS-Required");
        return fields.size() == 1 && fields.getFirst().value().strip().equalsIgnoreCase("No");
    }

    private static List<String> deliveredTo(HeaderBlock header) {
        return header.all("Delivered-To").stream()
                .map(field -> field.value().toLowerCase(Locale.ROOT))
                .toList();
    }
}
