package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.bocau.security.MailPasswords;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** msmtp submits, with each mechanism it has. */
@IntegrationTest
@NeedsProgram("msmtp")
class MsmtpMechanismsTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    MsmtpMechanismsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, submission",
        "scram-sha-256, submission",
        "scram-sha-256, submissions",
        "oauthbearer, submission",
        "xoauth2, submissions"
    })
    void submits(String mechanism, String service) throws IOException {
        boolean token = mechanism.contains("oauth") || mechanism.contains("xoauth");
        var password =
                token ? server.bean(MailPasswords.class).create(an.id(), "msmtp") : an.password();
        var mail = folder.resolve("mail");
        Files.writeString(mail, "From: " + an.login() + "\nSubject: by " + mechanism + "\n\nx\n");
        var rc = configure(mechanism, service, password);
        var binh = server.account("binh").login();

        var command = "msmtp -C " + rc + " --debug " + binh + " <" + mail;
        var ended = Program.run(folder, List.of("/bin/sh", "-c", command));

        assertThat(ended.succeeded()).contains("235 2.7.0");
    }

    private Path configure(String mechanism, String service, String password) throws IOException {
        var rc = folder.resolve("msmtprc");
        Files.writeString(
                rc,
                """
                account default
                host 127.0.0.1
                port %d
                auth %s
                user %s
                password %s
                from %s
                tls on
                tls_starttls %s
                tls_certcheck off
                """
                        .formatted(
                                server.port(service),
                                mechanism,
                                an.login(),
                                password,
                                an.login(),
                                service.equals("submission") ? "on" : "off"));
        Files.setPosixFilePermissions(rc, PosixFilePermissions.fromString("rw-------"));
        return rc;
    }
}
