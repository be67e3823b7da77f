package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bocau.testing.HostileMessages;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Messages of the kinds that are met, and all that is read in them: {@code mime/x.eml} (its line
 * ends become CRLF) or {@code mime/x.octets} (as they are) against {@code mime/x.expected}. {@code
 * -Dgolden.update=true} writes the latter anew; read the difference before you keep it.
 */
class GoldenMessageTest {
    @TestFactory
    Stream<DynamicTest> readsTheCorpus() throws IOException {
        var corpus = HostileMessages.corpus();
        assertThat(corpus).hasSizeGreaterThan(100);
        return corpus.entrySet().stream()
                .map(message ->
                        dynamicTest(
                                message.getKey().getFileName().toString(),
                                () -> check(message.getKey(), message.getValue())));
    }

    private static void check(Path file, byte[] octets) throws IOException {
        var parsed = Messages.wellFormed(Messages.parse(octets));
        var actual = describe(parsed) + "body text\n" + Messages.bodyText(octets).indent(2);
        var expected = Path.of(file.toString().replaceFirst("[.][a-z]+$", ".expected"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static String describe(ParsedMessage m) {
        var out = new StringBuilder();
        line(out, "envelope", Messages.envelope(m));
        line(out, "body", new String(m.body(), StandardCharsets.US_ASCII));
        line(out, "bodystructure", Messages.bodyStructure(m));
        var utf8 = m.utf8Forms();
        if (utf8 != null) {
            line(out, "utf8 envelope", new String(utf8.envelope(), StandardCharsets.UTF_8));
            line(out, "utf8 body", new String(utf8.body(), StandardCharsets.UTF_8));
            line(
                    out,
                    "rev2 bodystructure",
                    new String(utf8.rev2BodyStructure(), StandardCharsets.UTF_8));
            assertThat(Utf8Forms.decode(utf8.encode()).encode()).isEqualTo(utf8.encode());
        }
        line(out, "subject", m.subject());
        line(out, "base subject", m.sort().baseSubject());
        line(out, "from", m.from());
        line(out, "sent", String.valueOf(m.sort().sentAt()));
        line(out, "message-id", String.valueOf(m.messageId()));
        line(out, "references", String.join(" ", m.references()));
        line(out, "preview", m.preview());
        line(out, "attachments", m.hasAttachment() + " " + String.join(" | ", m.attachmentNames()));
        parts(out, m.root(), "");
        out.append("header text\n").append(Messages.headerText(m).indent(2));
        return out.toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append('\n');
    }

    private static void parts(StringBuilder out, Part part, String number) {
        var type = part.type() + "/" + part.subtype() + " " + part.encoding();
        out.append("part ").append(number.isEmpty() ? "-" : number).append(": ").append(type);
        out.append(' ').append(part.headerStart()).append('-').append(part.bodyStart());
        out.append('-').append(part.bodyEnd()).append(" lines ").append(part.lines());
        out.append(part.charset() == null ? "" : " charset " + part.charset());
        out.append(part.disposition() == null ? "" : " " + part.disposition());
        out.append(part.fileName() == null ? "" : " \"" + part.fileName() + '"');
        out.append(part.contentId() == null ? "" : " <" + part.contentId() + '>').append('\n');
        List<Part> children = part.children();
        for (int i = 0; i < children.size(); i++) {
            parts(out, children.get(i), number + (number.isEmpty() ? "" : ".") + (i + 1));
        }
    }
}
