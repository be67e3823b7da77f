package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the parts of a message in one pass, RFC 2046 §5.1. The open parts are a stack; a line that
 * is a delimiter of any of them ends all above it.
 */
final class PartScanner {
    static final int MOST_PARTS = 1000;
    static final int MOST_DEPTH = 100;
    static final int MOST_FIELDS = 2000;

    /** Octets of the top header that are read. */
    static final int TOP_HEADER = 1024 * 1024;

    /** Octets of one other header, and of all of them together; what is beyond is not read. */
    static final int PART_HEADER = 256 * 1024;

    private static final int ALL_HEADERS = 4 * 1024 * 1024;
    private static final int LONGEST_BOUNDARY = 1000; // RFC 2046 §5.1.1 says 70
    private static final int BUFFER = 64 * 1024;

    private final OctetLines lines;
    private final List<Entity> open = new ArrayList<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final Entity root = new Entity(0, ContentType.TEXT);
    private HeaderBlock topHeader = HeaderBlock.parse(new byte[0]);
    private byte[] topOctets = new byte[0];
    private int headerBudget = ALL_HEADERS;
    private int headerRoom = TOP_HEADER;
    private int parts = 1;
    private boolean sealed; // the last part allowed runs to the end
    private long lineNumber;
    private long contentEnd; // of the line before
    private boolean emptyLine; // the line before was empty

    PartScanner(InputStream in) {
        this(in, BUFFER);
    }

    /** For so many octets: a small message takes no large buffer. */
    static PartScanner of(InputStream in, long octets) {
        return new PartScanner(in, (int) Math.min(BUFFER, octets + 1));
    }

    PartScanner(InputStream in, int bufferSize) {
        this.lines = new OctetLines(in, bufferSize);
        open.add(root);
    }

    Entity root() {
        return root;
    }

    /** The fields of the top header, at most 2000. */
    HeaderBlock topHeader() {
        return topHeader;
    }

    /** The octets of the top header, its empty line included, at most 1 MiB. */
    byte[] topOctets() {
        return topOctets;
    }

    Entity scan() throws IOException {
        while (lines.next()) {
            if (lines.whole() && !sealed && startsWithDashes()) {
                delimiterOrLine();
            } else {
                line();
            }
            if (lines.last()) {
                lineNumber++;
                contentEnd = lines.end() - lines.terminatorLength();
                emptyLine = lines.whole() && lines.length() == 0;
            }
        }
        contentEnd = lines.end();
        emptyLine = false;
        while (!open.isEmpty()) {
            close(open.removeLast());
        }
        return root;
    }

    private boolean startsWithDashes() {
        int at = lines.at();
        return lines.length() > 2 && lines.buffer()[at] == '-' && lines.buffer()[at + 1] == '-';
    }

    private void line() {
        var current = open.getLast();
        if (!current.inHeader) {
            return;
        }
        int length = Math.min(lines.length() + lines.terminatorLength(), headerRoom);
        header.write(lines.buffer(), lines.at(), length);
        headerRoom -= length;
        if (lines.whole() && lines.length() == 0) {
            endHeader(current, lines.end(), lineNumber + 1);
            openNestedMessage(current);
        }
    }

    /**
     * RFC 2046 §5.1.1: delimiter := CRLF "--" boundary transport-padding CRLF. The whole line has
     * to match: by the prefix alone, which the same section would allow, "--ab" would end a part of
     * "a". Innermost first, so that a boundary used twice belongs to the inner multipart.
     */
    private void delimiterOrLine() {
        int length = lines.length();
        var buffer = lines.buffer();
        while (length > 2 && Ascii.isBlank(buffer[lines.at() + length - 1])) {
            length--; // RFC 2046 §5.1.1: transport padding
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            var boundary = open.get(i).boundary;
            if (boundary == null) {
                continue;
            }
            int more = length - boundary.length;
            if ((more == 0 || (more == 2 && endsWithDashes(length))) && startsWith(boundary)) {
                delimiter(i, more == 2);
                return;
            }
        }
        line();
    }

    private boolean endsWithDashes(int length) {
        int end = lines.at() + length;
        return lines.buffer()[end - 1] == '-' && lines.buffer()[end - 2] == '-';
    }

    private boolean startsWith(byte[] boundary) {
        int at = lines.at();
        for (int i = 0; i < boundary.length; i++) {
            if (lines.buffer()[at + i] != boundary[i]) {
                return false;
            }
        }
        return true;
    }

    private void delimiter(int index, boolean closing) {
        var multipart = open.get(index);
        while (open.size() > index + 1) {
            close(open.removeLast());
        }
        if (closing) {
            multipart.boundary = null; // what follows is epilogue, to the end of this part
            if (multipart.children().isEmpty()) {
                addPreamble(multipart, lines.start());
            }
        } else if (parts + 1 < MOST_PARTS) {
            boolean digest = multipart.type().subtype().equals("digest");
            push(multipart, lines.end(), digest ? ContentType.MESSAGE : ContentType.TEXT);
        } else {
            var rest = push(multipart, lines.end(), ContentType.OPAQUE);
            rest.inHeader = false;
            rest.firstLine = lineNumber + 1;
            sealed = true;
        }
    }

    /** Opens a part; its header starts here, and so does what is kept of it. */
    private Entity push(Entity parent, long headerStart, ContentType defaultType) {
        var child = new Entity(headerStart, defaultType);
        parent.children().add(child);
        open.add(child);
        parts++;
        header.reset();
        headerRoom = Math.min(PART_HEADER, headerBudget);
        return child;
    }

    /**
     * Reads the header that was kept and decides what may stand in the body.
     *
     * @param bodyStart after the empty line, or where a delimiter cut the header
     */
    private void endHeader(Entity entity, long bodyStart, long firstLine) {
        entity.inHeader = false;
        entity.bodyStart = bodyStart;
        entity.bodyEnd = bodyStart;
        entity.firstLine = firstLine;
        var octets = header.toByteArray();
        var fields = HeaderBlock.parse(octets, MOST_FIELDS);
        entity.read(fields, hasEightBit(octets));
        if (entity == root) {
            topHeader = fields;
            topOctets = octets;
        } else {
            headerBudget -= octets.length;
        }
        if (entity == root || nestedIn(entity)) {
            entity.message(fields);
        }
        setBoundary(entity);
    }

    private static boolean hasEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    /** The entity being read is the message within a message/rfc822 part: it has an envelope. */
    private boolean nestedIn(Entity entity) {
        return open.size() > 1
                && open.getLast() == entity
                && open.get(open.size() - 2).type().nestedMessage();
    }

    /** A multipart without a usable boundary is text; one that is too deep is opaque. */
    private void setBoundary(Entity entity) {
        var type = entity.type();
        if (type.nestedMessage() && (open.size() >= MOST_DEPTH || parts + 1 >= MOST_PARTS)) {
            entity.becomes(type.asOpaque());
        }
        if (!type.multipart()) {
            return;
        }
        var boundary = type.parameters().get("boundary");
        if (boundary == null || boundary.isBlank() || boundary.length() > LONGEST_BOUNDARY) {
            entity.becomes(type.asText());
        } else if (open.size() >= MOST_DEPTH) {
            entity.becomes(type.asOpaque());
        } else {
            entity.boundary = ("--" + boundary.stripTrailing()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private void openNestedMessage(Entity entity) {
        if (entity.type().nestedMessage() && !encoded(entity)) {
            push(entity, entity.bodyStart, ContentType.TEXT);
        }
    }

    /** RFC 2046 §5.2.1 forbids it; what stands there is not the message but its encoding. */
    private static boolean encoded(Entity entity) {
        return entity.encoding().equals("base64") || entity.encoding().equals("quoted-printable");
    }

    /**
     * Ends a part at a delimiter or at the end of the message; the line break before a delimiter
     * belongs to it.
     */
    private void close(Entity entity) {
        if (entity.inHeader) {
            open.add(entity); // as it stood while it was read
            endHeader(entity, Math.max(entity.headerStart, contentEnd), lineNumber);
            open.removeLast();
        }
        entity.boundary = null;
        entity.bodyEnd = Math.max(entity.bodyStart, contentEnd);
        if (!entity.children().isEmpty()) {
            // The last may be empty: it then starts after the line break of its own delimiter.
            entity.bodyEnd = Math.max(entity.bodyEnd, entity.children().getLast().bodyEnd);
        }
        boolean empty = entity.bodyEnd == entity.bodyStart;
        entity.lines(empty ? 0 : lineNumber - entity.firstLine - (emptyLine ? 1 : 0));
        if (entity.children().isEmpty() && entity.type().multipart()) {
            addPreamble(entity, entity.bodyEnd);
        } else if (entity.children().isEmpty() && entity.type().nestedMessage()) {
            entity.children().add(new Entity(entity.bodyEnd, ContentType.TEXT));
        }
    }

    /** A multipart has at least one part: what stands before its delimiters, as text. */
    private void addPreamble(Entity multipart, long end) {
        var text = new Entity(multipart.bodyStart, ContentType.TEXT);
        text.inHeader = false;
        text.bodyEnd = Math.max(multipart.bodyStart, Math.min(end, contentEnd));
        boolean empty = text.bodyEnd == text.bodyStart;
        text.lines(empty ? 0 : lineNumber - multipart.firstLine - (emptyLine ? 1 : 0));
        multipart.children().add(text);
    }
}
