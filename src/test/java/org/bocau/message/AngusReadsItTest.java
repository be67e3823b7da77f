package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eclipse.angus.mail.iap.Protocol;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client nobody here wrote reads our ENVELOPE and BODYSTRUCTURE and sees the same parts. */
class AngusReadsItTest {
    @ParameterizedTest
    @MethodSource("corpus")
    void readsTheCorpus(Path file) throws Exception {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
        check(Messages.parse(text.getBytes(StandardCharsets.ISO_8859_1)), asTheWebmail());
    }

    static Stream<Path> corpus() throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(Path.of("src/test/resources/mime"), "*.eml")) {
            found.forEach(files::add);
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhateverCame(long seed) throws Exception {
        check(Messages.parse(MimePropertyTest.message(new Random(seed))), asTheWebmail());
    }

    /** What is no address need not be read as one: it must not stop the reading of a folder. */
    private static Properties asTheWebmail() {
        var properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        return properties;
    }

    static LongStream seeds() {
        return LongStream.range(5000, 5300);
    }

    private static void check(ParsedMessage message, Properties properties) throws Exception {
        var line =
                "* 1 FETCH (ENVELOPE "
                        + Messages.envelope(message)
                        + " BODYSTRUCTURE "
                        + Messages.bodyStructure(message)
                        + ")\r\n";
        var wire = new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII));
        var sink =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.US_ASCII);
        var response = new FetchResponse(new Protocol(wire, sink, properties, false));
        assertThat(response.getItemCount()).isEqualTo(2);
        assertThat(response.getItem(ENVELOPE.class)).isNotNull();
        var structure = response.getItem(BODYSTRUCTURE.class);
        assertThat(shape(structure)).isEqualTo(shape(message.root()));
    }

    private static String shape(BODYSTRUCTURE part) {
        var children = new StringBuilder();
        if (part.bodies != null) {
            for (var child : part.bodies) {
                children.append(shape(child));
            }
        }
        var own = part.isMulti() ? "multipart/" + part.subtype : part.type + "/" + part.subtype;
        var octets = part.isMulti() ? "" : " " + part.size;
        return "(" + own.toLowerCase(Locale.ROOT) + octets + children + ")";
    }

    private static String shape(Part part) {
        boolean shown = part.multipart() || part.subtype().equals("rfc822"); // not message/global
        List<Part> children = shown ? part.children() : List.of();
        var octets = part.multipart() ? "" : " " + part.size();
        var inner = new StringBuilder();
        children.forEach(child -> inner.append(shape(child)));
        return "(" + part.type() + "/" + part.subtype() + octets + inner + ")";
    }
}
