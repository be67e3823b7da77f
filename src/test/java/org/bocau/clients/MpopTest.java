package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.bocau.security.MailPasswords;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mpop, which pipelines, and knows the SASL mechanisms of GNU. */
@IntegrationTest
@NeedsProgram("mpop")
class MpopTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    MpopTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "plain", "scram-sha-256"})
    void fetchesAndDeletesPipelined(String auth) throws IOException {
        for (int number = 1; number <= 40; number++) {
            server.deliver(an.login(), SampleMessage.bytes(number, an.login()));
        }
        var said = mpop(auth, an.password()).succeeded();

        assertThat(said).contains("40 messages");
        try (var got = Files.list(folder.resolve("maildir/new"))) {
            assertThat(got.map(MpopTest::text))
                    .hasSize(40)
                    .anyMatch(text -> text.contains("This is message 1."))
                    .anyMatch(text -> text.contains("This is message 40."));
        }
        assertThat(mpop(auth, an.password()).succeeded()).contains("no messages");
    }

    /** Without being told which, mpop takes the strongest mechanism. */
    @Test
    void anAppPasswordDoesWhicheverMechanismItChooses() throws IOException {
        var secret = server.bean(MailPasswords.class).create(an.id(), "mpop");
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));

        assertThat(mpop("on", secret).succeeded()).contains("1 message");
        assertThat(mpop("on", secret + "x").status()).isNotZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Program.Ended mpop(String auth, String password) throws IOException {
        for (var name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve("maildir").resolve(name));
        }
        var rc = folder.resolve("mpoprc");
        Files.writeString(
                rc,
                """
                account default
                host 127.0.0.1
                port %d
                auth %s
                user %s
                password %s
                tls on
                tls_starttls on
                tls_certcheck off
                keep off
                uidls_file %s
                delivery maildir %s
                """
                        .formatted(
                                server.port("pop3"),
                                auth,
                                an.login(),
                                password,
                                folder.resolve("uidls"),
                                folder.resolve("maildir")));
        Files.setPosixFilePermissions(rc, PosixFilePermissions.fromString("rw-------"));
        return Program.run(folder, List.of("mpop", "-C", rc.toString()));
    }
}
