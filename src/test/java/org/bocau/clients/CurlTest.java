package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** curl speaks SMTP, IMAP and POP3, each in the clear, after STARTTLS and in TLS from the start. */
@IntegrationTest
@NeedsProgram("curl")
class CurlTest {
    @TempDir Path folder;

    private final TestServer server;
    private TestAccount an;
    private Path letter;

    CurlTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.letter = Path.of("letter.eml");
    }

    @BeforeEach
    void writeALetter() throws IOException {
        letter = folder.resolve("letter.eml");
        Files.write(letter, SampleMessage.bytes(7, an.login()));
    }

    @Test
    void deliversFromElsewhere() {
        curl(
                "smtp://127.0.0.1:" + server.port("smtp") + "/client.example",
                "--mail-from",
                "ada@elsewhere.example",
                "--mail-rcpt",
                an.login(),
                "--upload-file",
                letter.toString());

        assertThat(inbox()).contains("Subject: Message 7");
    }

    @Test
    void submitsAfterStartTls() throws IOException {
        var binh = server.account("binh");
        Files.writeString(
                letter, "From: <" + an.login() + ">\r\nSubject: Message 7\r\n\r\nHello\r\n");
        curl(
                "smtp://127.0.0.1:" + server.port("submission") + "/client.example",
                "--ssl-reqd",
                "--user",
                user(an),
                "--mail-from",
                an.login(),
                "--mail-rcpt",
                binh.login(),
                "--upload-file",
                letter.toString());

        this.an = binh;
        assertThat(inbox()).contains("Subject: Message 7");
    }

    @Test
    void isRefusedAsAStrangerToRelay() {
        var ended =
                run(
                        "smtp://127.0.0.1:" + server.port("smtp") + "/client.example",
                        "--mail-from",
                        "ada@elsewhere.example",
                        "--mail-rcpt",
                        "charles@elsewhere.example",
                        "--upload-file",
                        letter.toString());

        assertThat(ended.status()).isEqualTo(55); // CURLE_SEND_ERROR: RCPT failed
    }

    @Test
    void appendsAndFetchesOverImaps() {
        var inbox = "imaps://127.0.0.1:" + server.port("imaps") + "/INBOX";
        curl(inbox, "--user", user(an), "--upload-file", letter.toString());

        assertThat(curl(inbox + ";MAILINDEX=1", "--user", user(an)))
                .contains("Message-ID: <sample-7@example.net>")
                .contains("This is message 7.");
        assertThat(curl(inbox + "?SUBJECT%20%22Message%207%22", "--user", user(an)))
                .contains("* SEARCH 1");
    }

    @Test
    void readsOverPop3() throws IOException {
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        var maildrop = "pop3://127.0.0.1:" + server.port("pop3");

        assertThat(curl(maildrop, "--ssl-reqd", "--user", user(an)).lines().count()).isEqualTo(2);
        assertThat(curl(maildrop + "/2", "--user", user(an))).contains("This is message 2.");
    }

    @Test
    void isToldThatThePasswordIsWrong() {
        var ended =
                run(
                        "imap://127.0.0.1:" + server.port("imap") + "/INBOX",
                        "--user",
                        an.login() + ":wrong");

        assertThat(ended.status()).isEqualTo(67); // CURLE_LOGIN_DENIED
    }

    private String inbox() {
        return curl(
                "imap://127.0.0.1:" + server.port("imap") + "/INBOX;MAILINDEX=1",
                "--user",
                user(an));
    }

    private static String user(TestAccount account) {
        return account.login() + ":" + account.password();
    }

    private String curl(String... arguments) {
        return run(arguments).succeeded();
    }

    /** The certificate is the server's own: {@code -k}. */
    private Program.Ended run(String... arguments) {
        var command = new ArrayList<>(List.of("curl", "-q", "-sS", "-k", "--max-time", "60"));
        command.addAll(List.of(arguments));
        return Program.run(folder, command);
    }
}
