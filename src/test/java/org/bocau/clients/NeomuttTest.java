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

/** neomutt at a terminal: its keys are pushed, its screen is not looked at. */
@IntegrationTest
@NeedsProgram({"neomutt", "script"})
class NeomuttTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    NeomuttTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @BeforeEach
    void configure() throws IOException {
        var rc =
                """
                set imap_user="$login" imap_pass="$password" imap_authenticators="login"
                set smtp_url="smtp://$login@127.0.0.1:$smtp/" smtp_pass="$password"
                set smtp_authenticators="plain" from="$login" use_from=yes
                set ssl_starttls=no ssl_force_tls=no imap_idle=yes imap_condstore=yes imap_qresync=yes
                set folder="imap://127.0.0.1:$imap/" spoolfile="+INBOX"
                set header_cache="$folder/cache" message_cachedir="$folder/bodies"
                set delete=yes move=no copy=no confirmappend=no quit=yes wait_key=no mark_old=no
                """
                        .replace("$login", an.login())
                        .replace("$password", an.password())
                        .replace("$smtp", Integer.toString(server.port("submission")))
                        .replace("$imap", Integer.toString(server.port("imap")))
                        .replace("$folder", folder.toString());
        Files.writeString(folder.resolve("muttrc"), rc);
    }

    @Test
    void copiesFlagsAndDeletes() throws IOException {
        for (int number = 1; number <= 3; number++) {
            server.deliver(an.login(), SampleMessage.bytes(number, an.login()));
        }
        push(
                "<tag-pattern>~A<enter><tag-prefix><copy-message>=Archive<enter>"
                        + "<tag-prefix><flag-message><first-entry><delete-message><sync-mailbox><quit>");

        assertThat(Served.fetched(server, an, "Archive", "(FLAGS)")).contains("* 3 FETCH");
        assertThat(Served.fetched(server, an, "INBOX", "(UID FLAGS)"))
                .contains("* 2 FETCH", "\\Flagged")
                .doesNotContain("* 3 FETCH", "UID 1 ");
    }

    @Test
    void seesOnItsNextVisitWhatChangedMeanwhile() throws IOException {
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        push("<first-entry><flag-message><quit>"); // fills its header cache
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        push("<tag-pattern>~N<enter><tag-prefix><copy-message>=Archive<enter><quit>");

        assertThat(Served.fetched(server, an, "Archive", "(BODY.PEEK[TEXT])"))
                .contains("This is message 2.");
    }

    @Test
    void sends() throws IOException {
        var command =
                "echo Chào | neomutt -n -F %s/muttrc -s 'From neomutt' -- %s"
                        .formatted(folder, an.login());
        Program.run(folder, List.of("sh", "-c", command)).succeeded();

        assertThat(Served.fetched(server, an, "INBOX", "(BODY.PEEK[HEADER])"))
                .contains("Subject: From neomutt");
    }

    /** neomutt wants a terminal: {@code script} gives it one. */
    private void push(String keys) {
        var command =
                "TERM=xterm neomutt -n -F "
                        + folder.resolve("muttrc")
                        + " -e 'push \""
                        + keys
                        + "\"'";
        Program.run(folder, List.of("script", "-qec", command, "/dev/null")).succeeded();
    }
}
