package org.bocau.message;

import java.io.IOException;

/** The start of a scanned message's text, for PREVIEW; reads only a text part again. */
final class TextExtractor {
    /** What a preview is made from at most; quotes go from it. */
    private static final int PREVIEWED = 16 * 1024;

    /** What nearly all are made from. */
    private static final int USUALLY = 1024;

    private final Spool spool;

    TextExtractor(Spool spool) {
        this.spool = spool;
    }

    /**
     * RFC 8970: the first text a reader would see; that of an attachment or a nested message if
     * there is no other.
     */
    String preview(Entity root) throws IOException {
        var preview = preview(root, false);
        return preview.isEmpty() ? preview(root, true) : preview;
    }

    private String preview(Entity part, boolean any) throws IOException {
        if (part.text()) {
            return any || !Attachments.isOne(part) ? previewOf(part) : "";
        }
        if (part.multipart() && part.type().subtype().equals("alternative")) {
            for (var child : part.children()) {
                var preview = child.type().is("text", "plain") ? preview(child, any) : "";
                if (!preview.isEmpty()) {
                    return preview;
                }
            }
        }
        if (part.multipart() || any) {
            for (var child : part.children()) {
                var preview = preview(child, any);
                if (!preview.isEmpty()) {
                    return preview;
                }
            }
        }
        return "";
    }

    private String previewOf(Entity part) throws IOException {
        var start = start(part, USUALLY);
        if (start.length() < USUALLY) {
            return Preview.of(start);
        }
        var preview = Preview.ofStart(start);
        return preview != null ? preview : Preview.of(start(part, PREVIEWED));
    }

    private String start(Entity part, int characters) throws IOException {
        var text = new TextSink.Start(characters);
        TextPart.read(
                spool.open(part.bodyStart, part.bodyEnd),
                part.encoding(),
                part.charset(),
                part.type().is("text", "html"),
                new TextSink(text));
        return text.toString();
    }
}
