package org.bocau.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MimePart;
import org.bocau.message.Charsets;
import org.bocau.webmail.PartText;
import org.springframework.stereotype.Service;

/** Text files as text: in whatever charset they are, and no more of them than anybody looks at. */
@Service
class FileTexts {
    private static final int MAX_OCTETS = 256 * 1024;

    private final MessageReader reader;

    FileTexts(MessageReader reader) {
        this.reader = reader;
    }

    /** The beginning of the file; all of it if it is not too long. */
    PartText start(MailAccount account, MessageView message, MimePart part) throws IOException {
        try (var content = reader.content(account, message.folder(), message.uid(), part)) {
            var octets = content.readNBytes(MAX_OCTETS);
            boolean complete = octets.length < MAX_OCTETS || content.read() < 0;
            var text = text(octets, part);
            return new PartText(complete ? text : text.replaceFirst("\uFFFD{1,3}$", ""), complete);
        }
    }

    private static String text(byte[] octets, MimePart part) throws IOException {
        var out = new StringWriter();
        try (var in = reader(octets, part)) {
            in.transferTo(out);
        }
        var text = out.toString();
        return text.substring(text.startsWith("\uFEFF") ? 1 : 0)
                .replaceAll("\r\n?", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
    }

    /** Its first two octets may say UTF-16, as Windows' programs write it; else its label does. */
    private static Reader reader(byte[] octets, MimePart part) throws IOException {
        var in = new ByteArrayInputStream(octets);
        boolean marked =
                octets.length >= 2
                        && ((octets[0] == (byte) 0xFF && octets[1] == (byte) 0xFE)
                                || (octets[0] == (byte) 0xFE && octets[1] == (byte) 0xFF));
        return marked
                ? new InputStreamReader(in, StandardCharsets.UTF_16)
                : Charsets.reader(in, part.charset());
    }
}
