package org.bocau.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.durability.TwoServers.AN;
import static org.bocau.durability.TwoServers.BINH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.bocau.testing.ChildServer;
import org.bocau.testing.Getmail;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail from one person's programs to another's, none of which are ours: submitted to one server,
 * relayed to the other, fetched from there and left on it. What was seen once is known by its UIDL
 * over a restart.
 */
@NeedsProgram({"msmtp", "swaks", "fetchmail", "getmail"})
class ForeignClientsIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @Test
    void mailGoesFromOneProgramToTheOther() throws IOException {
        try (var servers = new TwoServers(home)) {
            var two = servers.two();
            var pop3 = getmail(two, "pop3", "SimplePOP3Retriever");
            var imap = getmail(two, "imaps", "SimpleIMAPSSLRetriever");
            var fetchmail = fetchmail(two);
            msmtp(servers.one(), "by msmtp");
            swaks(servers.one(), "by swaks");
            try (var binh = new Arrivals(two, BINH)) {
                assertThat(binh.await("Subject: by msmtp")).endsWith("\r\n\r\n.\r\n.x\r\n");
                assertThat(binh.await("Subject: by swaks")).contains("gr\u00c3\u00bc\u00c3\u009fe");
            }
            for (int round = 0; round < 2; round++) { // in the second one there is nothing new
                fetch(fetchmail);
                fetch(pop3);
                fetch(imap);
                assertThat(subjects("fetchmail")).containsExactly("by msmtp", "by swaks");
                assertThat(subjects("pop3")).containsExactly("by msmtp", "by swaks");
                assertThat(subjects("imaps")).containsExactly("by msmtp", "by swaks");
            }

            two.terminate();
            two.start();
            msmtp(servers.one(), "after the restart");
            try (var binh = new Arrivals(two, BINH)) {
                binh.await("Subject: after the restart");
            }
            fetch(fetchmail);
            fetch(pop3);
            fetch(imap);
            for (var seen : List.of("fetchmail", "pop3", "imaps")) {
                assertThat(subjects(seen))
                        .as(seen)
                        .containsExactly("by msmtp", "by swaks", "after the restart");
            }
        }
    }

    private void msmtp(ChildServer server, String subject) throws IOException {
        var rc =
                secret(
                        "msmtprc",
                        """
                        account default
                        host 127.0.0.1
                        port %d
                        auth scram-sha-256
                        user %s
                        password %s
                        from %s
                        tls on
                        tls_certcheck off
                        """
                                .formatted(server.port("submission"), AN, TestServer.PASSWORD, AN));
        var message = home.resolve("message");
        Files.writeString(message, "From: " + AN + "\nSubject: " + subject + "\n\n.\n.x\n");
        run("/bin/sh", "-c", "msmtp -C " + rc + " -- " + BINH + " < " + message);
    }

    /** With 8-bit text, over TLS from the first octet. */
    private void swaks(ChildServer server, String subject) throws IOException {
        var body = home.resolve("body");
        Files.writeString(body, "gr\u00fc\u00dfe\n");
        run(
                "swaks",
                "--timeout=60",
                "--helo=client.example",
                "--server=127.0.0.1:" + server.port("submissions"),
                "--tls-on-connect",
                "--pipeline",
                "--auth=LOGIN",
                "--auth-user=" + AN,
                "--auth-password=" + TestServer.PASSWORD,
                "--from=" + AN,
                "--to=" + BINH,
                "--header=Subject: " + subject,
                "--add-header=MIME-Version: 1.0",
                "--add-header=Content-Type: text/plain; charset=utf-8",
                "--add-header=Content-Transfer-Encoding: 8bit",
                "--body=@" + body);
    }

    /** Keeps what it fetches, and remembers it by UIDL. */
    private List<String> fetchmail(ChildServer server) throws IOException {
        var rc =
                secret(
                        "fetchmailrc",
                        """
                        poll 127.0.0.1 protocol pop3 service %d uidl auth password
                          user "%s" password "%s"
                          sslproto tls1.2+ no sslcertck keep
                          mda "/bin/sh -c 'cat >>%s'"
                        """
                                .formatted(
                                        server.port("pop3"),
                                        BINH,
                                        TestServer.PASSWORD,
                                        home.resolve("fetchmail")));
        return List.of("fetchmail", "-f", rc.toString(), "-i", home.resolve("ids").toString());
    }

    private List<String> getmail(ChildServer server, String service, String retriever)
            throws IOException {
        var state = Files.createDirectory(home.resolve("state-" + service));
        Files.writeString(
                state.resolve("getmailrc"),
                Getmail.settings(
                        retriever,
                        server.port(service),
                        BINH,
                        TestServer.PASSWORD,
                        home.resolve(service)));
        return List.of("getmail", "--getmaildir=" + state);
    }

    /** Its exit status 1 says that there was nothing new. */
    private void fetch(List<String> program) {
        var ended = Program.run(home, program);
        assertThat(ended.status()).as(ended.output()).isIn(0, 1);
    }

    private void run(String... command) {
        Program.run(home, List.of(command)).succeeded();
    }

    private Path secret(String name, String text) throws IOException {
        var file = home.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private List<String> subjects(String file) throws IOException {
        try (var lines = Files.lines(home.resolve(file), ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Subject: "))
                    .map(line -> line.substring(9).strip())
                    .toList();
        }
    }
}
