package org.bocau.mailauth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;

/** A message of a test: its header section and the body below. */
record Mail(HeaderSection header, byte[] body) implements Body {

    /** Line ends of the text become CRLF. */
    static Mail of(String text) {
        var octets =
                text.replace("\r\n", "\n")
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        try {
            var in = new ByteArrayInputStream(octets);
            var header = HeaderSection.read(in, 1 << 20, 2000);
            return new Mail(header, in.readAllBytes());
        } catch (IOException | HeaderTooLargeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public ByteArrayInputStream open() {
        return new ByteArrayInputStream(body);
    }
}
