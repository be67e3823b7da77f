package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The text of one text part: decoded, markup removed, no CR and no byte order mark. */
final class TextPart {
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
        var buffer = new char[8192];
        int n = text.read(buffer);
        while (n >= 0 && !out.full()) {
            for (int i = 0; i < n && !out.full(); i++) {
                if (buffer[i] != '\r' && buffer[i] != '\ufeff') {
                    out.append(buffer[i]);
                }
            }
            n = text.read(buffer);
        }
    }
}
