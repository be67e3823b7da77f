package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** fetchmail empties an INBOX, by POP3 and by IMAP, with STARTTLS and TLS. */
@IntegrationTest
@NeedsProgram("fetchmail")
class FetchmailTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    FetchmailTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pop3", "imap", "pop3s", "imaps"})
    void fetchesAndDeletes(String service) throws IOException {
        for (int number = 1; number <= 3; number++) {
            server.deliver(an.login(), SampleMessage.bytes(number, an.login()));
        }
        configure(service);

        var rc = folder.resolve("fetchmailrc").toString();
        var ended =
                Program.run(folder, List.of("fetchmail", "-f", rc, "-i", folder + "/ids", "-v"));

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(Files.readString(folder.resolve("got")))
                .contains("This is message 1.", "This is message 2.", "This is message 3.");
        assertThat(statistics()).isEqualTo("+OK 0 0");
    }

    private void configure(String service) throws IOException {
        boolean implicit = service.endsWith("s");
        var protocol = implicit ? service.substring(0, 4) : service;
        var rc = folder.resolve("fetchmailrc");
        Files.writeString(
                rc,
                """
                poll 127.0.0.1 protocol %s service %d auth password
                  user "%s" password "%s"
                  %s no sslcertck
                  mda "/bin/sh -c 'cat >>%s'"
                """
                        .formatted(
                                protocol,
                                server.port(service),
                                an.login(),
                                an.password(),
                                implicit ? "ssl" : "sslproto tls1.2+",
                                folder.resolve("got")));
        Files.setPosixFilePermissions(rc, PosixFilePermissions.fromString("rw-------"));
    }

    private String statistics() throws IOException {
        try (var wire = Wire.connect(server.port("pop3"))) {
            wire.readLine();
            wire.ask("USER " + an.login());
            wire.ask("PASS " + an.password());
            return String.valueOf(wire.ask("STAT"));
        }
    }
}
