package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mbsync keeps a Maildir and the server's mailboxes alike, both ways. */
@IntegrationTest
@NeedsProgram("mbsync")
class MbsyncTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    MbsyncTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(folder.resolve("mail"));
        Files.writeString(
                folder.resolve("mbsyncrc"),
                """
                IMAPAccount bocau
                Host 127.0.0.1
                Port %d
                User %s
                Pass %s
                SSLType None
                AuthMechs LOGIN

                IMAPStore far
                Account bocau

                MaildirStore near
                Path %s/mail/
                Inbox %s/mail/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Remove Both
                Expunge Both
                SyncState *
                """
                        .formatted(server.port("imap"), an.login(), an.password(), folder, folder));
    }

    @Test
    void fetchesEveryMailboxAndEveryOctet() throws IOException {
        for (int number = 1; number <= 5; number++) {
            server.deliver(an.login(), SampleMessage.bytes(number, an.login()));
        }
        sync();

        assertThat(folder.resolve("mail/INBOX/new")).isDirectory();
        assertThat(folder.resolve("mail/Trash")).isDirectory();
        assertThat(near())
                .contains("This is message 1.")
                .contains("This is message 5.")
                .contains("Message-ID: <sample-3@example.net>");
    }

    @Test
    void carriesFlagsAndDeletionsToTheServer() throws IOException {
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        sync();
        for (var message : messages()) {
            var flags = Files.readString(message).contains("message 1.") ? ":2,ST" : ":2,FS";
            var name = message.getFileName().toString().replaceFirst(":2,.*", "") + flags;
            Files.move(message, folder.resolve("mail/INBOX/cur").resolve(name));
        }
        sync();

        assertThat(fetchFlags()).contains("\\Flagged").contains("\\Seen").doesNotContain("* 2 ");
    }

    @Test
    void uploadsWhatIsNew() throws IOException {
        sync();
        Files.write(
                folder.resolve("mail/INBOX/new/1.mine.here"), SampleMessage.bytes(9, an.login()));
        sync();

        assertThat(fetchFlags()).contains("* 1 FETCH");
    }

    private void sync() {
        var folderName = folder.toString();
        Program.run(folder, List.of("mbsync", "-c", folderName + "/mbsyncrc", "-q", "-a"))
                .succeeded();
    }

    private List<Path> messages() throws IOException {
        try (var files = Files.walk(folder.resolve("mail/INBOX"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private String near() throws IOException {
        return messages().stream().map(MbsyncTest::text).collect(Collectors.joining("\n"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String fetchFlags() throws IOException {
        return Served.fetched(server, an, "INBOX", "(UID FLAGS)");
    }
}
