package org.bocau.message;

import java.io.IOException;
import java.io.Reader;

/** The text of a scanned message, for SEARCH and PREVIEW; reads only the text parts again. */
final class TextExtractor {
    /** What a preview is made from; HTML and quotes go from it. */
    private static final int PREVIEWED = 16 * 1024;

    private final Spool spool;

    TextExtractor(Spool spool) {
        this.spool = spool;
    }

    /** Text of all text parts and the headers of nested messages, at most TEXT_KEPT characters. */
    String searchable(Entity root) throws IOException {
        var out = new TextSink(MimeParser.TEXT_KEPT);
        collect(root, out);
        return out.toString();
    }

    private void collect(Entity part, TextSink out) throws IOException {
        if (out.full()) {
            return;
        }
        out.line();
        out.append(part.headerText());
        if (part.text()) {
            read(part, out);
        }
        for (var child : part.children()) {
            collect(child, out);
        }
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
        var text = new TextSink(PREVIEWED);
        read(part, text);
        return Preview.of(text.toString());
    }

    private void read(Entity part, TextSink out) throws IOException {
        var encoded = spool.open(part.bodyStart, part.bodyEnd);
        try (var octets = ContentDecoder.decode(encoded, part.encoding());
                var text = Charsets.reader(octets, part.charset())) {
            if (part.type().is("text", "html")) {
                HtmlText.extract(text, out);
            } else {
                copy(text, out);
            }
        }
    }

    private static void copy(Reader text, TextSink out) throws IOException {
        var buffer = new char[8192];
        int n = text.read(buffer);
        while (n >= 0 && !out.full()) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] != '\r' && buffer[i] != '\ufeff') {
                    out.append(buffer[i]);
                }
            }
            n = text.read(buffer);
        }
    }
}
