package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OfflineIMAP keeps a Maildir and the server's mailboxes alike, both ways. */
@IntegrationTest
@NeedsProgram("offlineimap")
class OfflineImapTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    OfflineImapTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                folder.resolve("offlineimaprc"),
                """
                [general]
                accounts = bocau
                metadata = %1$s/state
                ui = quiet
                socktimeout = 60
                fsync = false

                [Account bocau]
                localrepository = near
                remoterepository = far

                [Repository near]
                type = Maildir
                localfolders = %1$s/mail

                [Repository far]
                type = IMAP
                remotehost = 127.0.0.1
                remoteport = %2$d
                remoteuser = %3$s
                remotepass = %4$s
                ssl = no
                starttls = no
                auth_mechanisms = LOGIN
                """
                        .formatted(folder, server.port("imap"), an.login(), an.password()));
    }

    @Test
    void fetchesMailboxesMessagesAndFlags() throws IOException {
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        sync();

        assertThat(folder.resolve("mail/Trash")).isDirectory();
        assertThat(near()).hasSize(2);
        assertThat(Files.readString(near().getFirst())).contains("This is message ");
    }

    @Test
    void carriesFlagsDeletionsAndNewMessagesToTheServer() throws IOException {
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        sync();
        for (var message : near()) {
            if (Files.readString(message).contains("message 1.")) {
                var name = message.getFileName().toString().replaceFirst(":2,.*", ":2,FS");
                Files.move(message, folder.resolve("mail/INBOX/cur").resolve(name));
            } else {
                Files.delete(message);
            }
        }
        Files.write(
                folder.resolve("mail/INBOX/new/1.mine.here:2,"),
                SampleMessage.bytes(3, an.login()));
        sync();

        var served =
                Served.fetched(
                        server, an, "INBOX", "(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])");
        assertThat(served).contains("<sample-1@example.net>", "<sample-3@example.net>");
        assertThat(served).doesNotContain("<sample-2@example.net>").contains("\\Flagged");
    }

    private void sync() {
        var configuration = folder.resolve("offlineimaprc").toString();
        Program.run(folder, List.of("offlineimap", "-o", "-1", "-c", configuration)).succeeded();
    }

    private List<Path> near() throws IOException {
        try (var files = Files.walk(folder.resolve("mail/INBOX"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
