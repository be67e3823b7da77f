package org.bocau.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.bocau.message.ResponseGrammar.Form;

/** Makes and reads messages for the tests of this module. */
final class Messages {
    private static final Spools SPOOLS = spools();

    private Messages() {}

    /** Parses text whose lines end in LF or CRLF; LF becomes CRLF. */
    static ParsedMessage parse(String text) {
        return parse(crlf(text).getBytes(StandardCharsets.UTF_8));
    }

    static ParsedMessage parse(byte[] octets) {
        try (var spool = spool(octets)) {
            return MimeParser.parse(spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What SEARCH BODY looks in: all pieces, the repeated ends left out. */
    static String bodyText(Part root, MessageText.Octets octets) throws IOException {
        var text = new StringBuilder();
        MessageText.body(
                root,
                octets,
                (n, piece) ->
                        text.append(
                                n == 0
                                        ? piece
                                        : piece.substring(
                                                piece.offsetByCodePoints(0, MessageText.OVERLAP))));
        return text.toString();
    }

    static String bodyText(byte[] octets) {
        try (var spool = spool(octets)) {
            return bodyText(MimeParser.parse(spool).root(), spool::open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Spool spool(byte[] octets) throws IOException {
        var spool = SPOOLS.create();
        try (var out = spool.out()) {
            out.write(octets);
        }
        return spool;
    }

    static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }

    static String bodyStructure(ParsedMessage message) {
        return new String(message.bodyStructure(), StandardCharsets.US_ASCII);
    }

    static String envelope(ParsedMessage message) {
        return new String(message.envelope(), StandardCharsets.US_ASCII);
    }

    /** Checks all that must hold whatever the message; returns it. */
    static ParsedMessage wellFormed(ParsedMessage message) {
        ResponseGrammar.envelope(message.envelope(), Form.ASCII);
        ResponseGrammar.body(message.body(), Form.ASCII);
        ResponseGrammar.bodyStructure(message.bodyStructure(), Form.ASCII);
        var utf8 = message.utf8Forms();
        if (utf8 != null) {
            ResponseGrammar.envelope(utf8.envelope(), Form.UTF8);
            ResponseGrammar.body(utf8.body(), Form.UTF8);
            ResponseGrammar.bodyStructure(utf8.bodyStructure(), Form.UTF8);
            ResponseGrammar.body(utf8.rev2Body(), Form.REV2);
            ResponseGrammar.bodyStructure(utf8.rev2BodyStructure(), Form.REV2);
        }
        check(message.root(), 0, message.size());
        if (!Part.decode(message.root().encode()).equals(message.root())) {
            throw new AssertionError("the part tree does not come back");
        }
        var texts = message.subject() + message.from() + message.preview();
        if ((texts + headerText(message) + message.sort().baseSubject()).indexOf(0) >= 0) {
            throw new AssertionError("a NUL in a text");
        }
        if (message.preview().length() > 256) {
            throw new AssertionError("the preview is too long");
        }
        return message;
    }

    /** The top header as SEARCH sees it. */
    static String headerText(ParsedMessage message) {
        var header = HeaderBlock.parse(message.header(), PartScanner.MOST_FIELDS);
        return HeaderText.of(header.fields());
    }

    private static void check(Part part, long from, long to) {
        boolean ordered =
                from <= part.headerStart()
                        && part.headerStart() <= part.bodyStart()
                        && part.bodyStart() <= part.bodyEnd()
                        && part.bodyEnd() <= to
                        && part.lines() >= 0
                        && part.lines() <= part.bodyEnd() - part.bodyStart();
        if (!ordered || (part.multipart() && part.children().isEmpty())) {
            throw new AssertionError("offsets in disorder within " + from + "-" + to + ": " + part);
        }
        long next = part.bodyStart();
        for (var child : part.children()) {
            check(child, next, part.bodyEnd());
            next = child.bodyEnd();
        }
    }

    private static Spools spools() {
        try {
            var directory = Files.createTempDirectory("bocau-message-test");
            directory.toFile().deleteOnExit();
            return new Spools(directory, 1024 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
