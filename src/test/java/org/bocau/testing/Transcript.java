package org.bocau.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recorded conversation, played against a server: {@code src/test/resources/TRANSCRIPTS.md} has
 * the language.
 */
public final class Transcript {
    /** What a transcript needs of the server it is played against. */
    public interface Stage {
        /** The port of a service by its name. */
        int port(String service) throws IOException;

        /** The domain of the accounts that have none in their name. */
        String domain();

        /** Makes an account, {@code an} or {@code an@beta.example}, and returns its address. */
        String address(String name);

        /** The same, with a limit to the octets it may hold. */
        String address(String name, long quotaOctets);

        /** Hides capabilities from an account, by its address. */
        void mask(String address, List<String> capabilities);

        /** Makes an alias of existing accounts or addresses elsewhere, and returns its address. */
        String alias(String name, List<String> targets);

        /** Makes a mailing list, and returns its address. */
        String list(String name, List<String> members);

        /** The password of all accounts. */
        String password();

        /** Puts a message, given as octets in ISO 8859-1 characters, into the account's INBOX. */
        void deliver(String address, String message) throws IOException;
    }

    private final String name;
    private final String protocol;
    private final Script script;

    private Transcript(String name, String protocol, Script script) {
        this.name = name;
        this.protocol = protocol;
        this.script = script;
    }

    /** All {@code *.transcript} files of a resource folder such as {@code /imap}, by name. */
    public static Stream<Transcript> all(String folder) {
        var url = Transcript.class.getResource(folder);
        if (url == null) {
            return Stream.empty();
        }
        try (var files = Files.list(Path.of(url.toURI()))) {
            return files
                    .filter(file -> file.toString().endsWith(".transcript"))
                    .sorted()
                    .map(file -> of(folder.substring(1), file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Transcript of(String protocol, Path file) {
        try {
            var lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return parse(protocol, file.getFileName().toString(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a transcript.
     *
     * @param protocol {@code imap}, {@code smtp} or {@code pop3}: how replies are read, and the
     *     service unless the header names another
     */
    static Transcript parse(String protocol, String name, List<String> lines) {
        return new Transcript(name, protocol, Script.parse(protocol, name, lines));
    }

    /** The file's name, for the test report. */
    public String name() {
        return name;
    }

    /** Plays it; the first difference is an AssertionError with the line and the conversation. */
    public void play(Stage stage) throws IOException {
        try (var player = new TranscriptPlayer(protocol, name, stage)) {
            player.play(script);
        }
    }
}
