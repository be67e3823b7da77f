package org.bocau.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.bocau.message.MessageText;
import org.bocau.message.Part;

/**
 * What tests of the body look at, read once a run and cut at a bound. RFC 5173.
 *
 * <p>A nested message's parts are looked at as if they were the message's own.
 */
final class BodyText {
    /** Characters of all parts together that are looked at. */
    static final int MOST = 256 * 1024;

    /** Nanoseconds a character, from the spool through its transfer encoding and character set. */
    private static final long READING = 20;

    private record Asked(BodyForm form, List<String> types) {}

    private final Letter.Content content;
    private final Map<Asked, List<String>> read = new HashMap<>();
    private final LongConsumer cost;

    BodyText(Letter.Content content, LongConsumer cost) {
        this.content = content;
        this.cost = cost;
    }

    /**
     * @param types of {@link BodyForm#CONTENT}: a type, a type with its subtype, or empty for all
     * @throws UncheckedIOException the message cannot be read
     */
    List<String> of(BodyForm form, List<String> types) {
        var asked = new Asked(form, types);
        var known = read.get(asked);
        if (known != null) {
            return known;
        }
        var texts = read(asked);
        texts.forEach(text -> cost.accept(READING * text.length()));
        read.put(asked, texts);
        return texts;
    }

    private List<String> read(Asked asked) {
        try {
            if (asked.form() == BodyForm.RAW) {
                return List.of(raw());
            }
            var texts = new ArrayList<String>();
            collect(content.root(), asked, texts, MOST);
            return List.copyOf(texts);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String raw() throws IOException {
        var root = content.root();
        long end = Math.min(root.bodyEnd(), root.bodyStart() + MOST);
        try (var in = content.octets().open(root.bodyStart(), end)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns how many characters may be read yet. */
    private int collect(Part part, Asked asked, List<String> texts, int room) throws IOException {
        int left = room;
        if (part.children().isEmpty() && left > 0 && wanted(part, asked)) {
            boolean bare = asked.form() == BodyForm.TEXT;
            var text = MessageText.of(part, content.octets(), bare, left);
            texts.add(text);
            left -= text.length();
        }
        for (var child : part.children()) {
            left = collect(child, asked, texts, left);
        }
        return left;
    }

    private static boolean wanted(Part part, Asked asked) {
        if (asked.form() == BodyForm.TEXT) {
            return part.text();
        }
        return asked.types().stream()
                .anyMatch(type ->
                        type.isEmpty()
                                || type.equals(part.type())
                                || type.equals(part.type() + "/" + part.subtype()));
    }
}
