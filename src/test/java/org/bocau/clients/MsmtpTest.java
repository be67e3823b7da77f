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
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** msmtp, the sendmail of those who have none, submits with STARTTLS and TLS. */
@IntegrationTest
@NeedsProgram("msmtp")
class MsmtpTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    MsmtpTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submission", "submissions"})
    void submits(String service) throws IOException {
        var binh = server.account("binh");
        var message = folder.resolve("message");
        Files.writeString(message, "Subject: by msmtp\nBcc: x@example.net\n\n.a line\n.\nend\n");
        var rc = folder.resolve("msmtprc");
        Files.writeString(
                rc,
                """
                account default
                host 127.0.0.1
                port %d
                from %s
                user %s
                password %s
                auth plain
                tls on
                tls_starttls %s
                tls_certcheck off
                """
                        .formatted(
                                server.port(service),
                                an.login(),
                                an.login(),
                                an.password(),
                                service.equals("submission") ? "on" : "off"));
        Files.setPosixFilePermissions(rc, PosixFilePermissions.fromString("rw-------"));

        Program.run(
                        folder,
                        List.of(
                                "/bin/sh",
                                "-c",
                                "msmtp -C " + rc + " -- " + binh.login() + " < " + message))
                .succeeded();

        assertThat(TestInbox.messages(server, binh))
                .singleElement()
                .asString()
                .contains("Subject: by msmtp\r\n")
                .doesNotContain("Bcc")
                .endsWith("\r\n\r\n.a line\r\n.\r\nend\r\n");
    }
}
