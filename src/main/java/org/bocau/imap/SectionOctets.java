package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.bocau.imap.FetchItem.Section;
import org.bocau.imap.FetchItem.Text;
import org.bocau.mailbox.Bodies;
import org.bocau.mailbox.StoredMessage;
import org.bocau.message.HeaderSelection;
import org.bocau.message.Part;
import org.jspecify.annotations.Nullable;

/**
 * Finds and streams the octets of {@code BODY[section]<partial>}: a range of the stored body, cut
 * out by the offsets that were taken at delivery. Only HEADER.FIELDS is put together in memory. RFC
 * 3501 §6.4.5.
 */
final class SectionOctets {
    /** HEADER.FIELDS looks no further into a header than this. */
    private static final int HEADER_SEARCHED = 1024 * 1024;

    private final Bodies bodies;
    private final IdentityHashMap<Section, HeaderSelection> selections = new IdentityHashMap<>();

    SectionOctets(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Octets of the message, {@code from} inclusive to {@code to} exclusive. */
    private record Extent(long from, long to) {
        boolean empty() {
            return from == to;
        }
    }

    /** Writes {@code <origin> } and the nstring; NIL where there is no such part. */
    void write(Section section, StoredMessage message, ImapWriter out) throws IOException {
        if (section.origin() >= 0) {
            out.raw("<").number(section.origin()).raw(">");
        }
        if (section.label().endsWith("]")) {
            out.raw(" ");
        }
        boolean top = section.part().isEmpty();
        if (top && section.text() == Text.FIELDS && message.fields() != null) {
            fields(section, message.fields(), out); // no need to look at the header
            return;
        }
        Extent extent = extent(section, message);
        if (extent == null) {
            out.raw("NIL");
        } else if (section.text() == Text.FIELDS || section.text() == Text.FIELDS_NOT) {
            fields(section, header(extent, message), out);
        } else {
            Extent cut = partial(section, extent);
            byte[] there = inMemory(message);
            if (cut.empty() || (there != null && cut.to() <= there.length)) {
                octets(there, cut, out);
            } else {
                streamed(message, cut, out);
            }
        }
    }

    private void fields(Section section, byte[] header, ImapWriter out) throws IOException {
        byte[] fields = selection(section).of(header);
        octets(fields, partial(section, new Extent(0, fields.length)), out);
    }

    private HeaderSelection selection(Section section) {
        return selections.computeIfAbsent(
                section,
                one ->
                        one.text() == Text.FIELDS
                                ? HeaderSelection.only(one.fields())
                                : HeaderSelection.except(one.fields()));
    }

    /** Past the end is empty, not an error (quirk 15: Thunderbird asks until it gets nothing). */
    private static Extent partial(Section section, Extent whole) {
        if (section.origin() < 0) {
            return whole;
        }
        long from = Math.min(whole.from() + section.origin(), whole.to());
        return new Extent(from, Math.min(from + section.count(), whole.to()));
    }

    private static void octets(byte @Nullable [] from, Extent extent, ImapWriter out)
            throws IOException {
        if (from == null || extent.empty()) {
            out.raw("\"\"");
        } else {
            out.literal(from, (int) extent.from(), (int) extent.to());
        }
    }

    private void streamed(StoredMessage message, Extent extent, ImapWriter out) throws IOException {
        try (var body = bodies.open(message.body(), extent.from(), extent.to())) {
            out.literal(extent.to() - extent.from(), body);
        }
    }

    private static @Nullable Extent extent(Section section, StoredMessage message) {
        if (section.part().isEmpty() && section.text() == Text.ALL) {
            return new Extent(0, message.size());
        }
        byte[] header = message.header();
        if (header != null && section.part().isEmpty() && section.text() != Text.TEXT) {
            return new Extent(0, header.length); // no need to look at the parts
        }
        Part part = message.parts().find(section.part());
        if (part == null) {
            return null;
        }
        return switch (section.text()) {
            case ALL -> new Extent(part.bodyStart(), part.bodyEnd());
            case MIME -> new Extent(part.headerStart(), part.bodyStart());
            case HEADER, FIELDS, FIELDS_NOT -> {
                Part inner = message(section, part);
                yield inner == null ? null : new Extent(inner.headerStart(), inner.bodyStart());
            }
            case TEXT -> {
                Part inner = message(section, part);
                yield inner == null ? null : new Extent(inner.bodyStart(), inner.bodyEnd());
            }
        };
    }

    /** HEADER and TEXT are a message's: the whole one, or one nested in a message/rfc822 part. */
    private static @Nullable Part message(Section section, Part part) {
        if (section.part().isEmpty()) {
            return part;
        }
        return part.nestedMessage() ? part.children().getFirst() : null;
    }

    /** What there is of the message from its first octet on, so that no second query is needed. */
    private static byte @Nullable [] inMemory(StoredMessage message) {
        byte[] octets = message.octets();
        return octets == null ? message.header() : octets;
    }

    /** Of a nested message, or of one whose header is long. */
    private byte[] header(Extent extent, StoredMessage message) throws IOException {
        long to = Math.min(extent.to(), extent.from() + HEADER_SEARCHED);
        byte[] there = inMemory(message);
        if (there != null && to <= there.length) {
            boolean whole = extent.from() == 0 && to == there.length;
            return whole ? there : Arrays.copyOfRange(there, (int) extent.from(), (int) to);
        }
        try (var header = bodies.open(message.body(), extent.from(), to)) {
            return header.readNBytes((int) (to - extent.from()));
        }
    }
}
