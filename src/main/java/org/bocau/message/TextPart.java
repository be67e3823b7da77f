package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The text of one text part: decoded, markup removed, no CR and no byte order mark. */
final class TextPart {
    /** Decoded at a time: a preview wants no more, and gives up what is decoded beyond it. */
    private static final int CHARACTERS = 1024;

    private TextPart() {}

    /** Reads until the sink is full; closes {@code encoded}. */
    static void read(
            InputStream encoded,
            String encoding,
            @Nullable String charset,
            boolean html,
            TextSink out)
            throws IOException {
        try (var octets = ContentDecoder.decode(encoded, encoding);
                var text = Charsets.reader(octets, charset)) {
            if (html) {
                HtmlText.extract(text, out);
            } else {
                copy(text, out);
            }
        }
    }

    private static void copy(Reader text, TextSink out) throws IOException {
        var buffer = new char[CHARACTERS];
        while (!out.full()) {
            int n = text.read(buffer);
            if (n < 0) {
                return;
            }
            for (int i = 0; i < n && !out.full(); i++) {
                if (buffer[i] != '\r' && buffer[i] != '\ufeff') {
                    out.append(buffer[i]);
                }
            }
        }
    }
}
