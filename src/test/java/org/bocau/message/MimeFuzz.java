package org.bocau.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bocau.message.HeaderSection.HeaderTooLargeException;

/** Any octets as a message: what is read in it obeys the grammars, and nothing fails. */
public final class MimeFuzz {
    private static final List<String> FIELDS = List.of("To", "content-type", "X\"Y");

    private MimeFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        var parsed = Messages.wellFormed(Messages.parse(octets));
        require(parsed.size() == octets.length, "the size");
        var header = parsed.header();
        require(Arrays.equals(header, Arrays.copyOf(octets, header.length)), "the header");
        require(selectedFields(header) <= header.length + 4, "fields that were not there");
        everyPartHasItsNumber(parsed.root(), parsed.root(), List.of());
        require(Messages.bodyText(octets).indexOf(0) < 0, "a NUL in the text");
        passesThrough(octets);
    }

    /** HEADER.FIELDS and HEADER.FIELDS.NOT share out the header; each ends in an empty line. */
    private static int selectedFields(byte[] header) {
        return HeaderSelection.only(FIELDS).of(header).length
                + HeaderSelection.except(FIELDS).of(header).length;
    }

    /** RFC 3501 §6.4.5: the numbers that a client counts in BODYSTRUCTURE lead to its parts. */
    private static void everyPartHasItsNumber(Part root, Part at, List<Integer> numbers) {
        var parts = at.multipart() ? at.children() : List.of(at);
        for (int i = 0; i < parts.size() && numbers.size() < 20; i++) {
            var inner = new ArrayList<>(numbers);
            if (at.multipart() || numbers.isEmpty()) {
                inner.add(i + 1);
            }
            var part = parts.get(i);
            require(part.equals(root.find(inner)), "part " + inner);
            if (part.multipart()) {
                everyPartHasItsNumber(root, part, inner);
            }
        }
    }

    /** The header section that is relayed comes out as it went in, or is refused. */
    private static void passesThrough(byte[] octets) {
        try {
            var section = HeaderSection.read(new ByteArrayInputStream(octets), 65_536, 1000);
            section.fields().forEach(HeaderSection.Field::value);
        } catch (HeaderTooLargeException refused) {
            require(octets.length > 1000, "refused a small header");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
