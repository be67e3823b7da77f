package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.Domains;
import org.bocau.delivery.DomainKeys;
import org.bocau.queue.OutboundQueue;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.Signatures;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DKIM as dkimpy understands it, in both directions; swaks carries the mail. */
@IntegrationTest
@NeedsProgram({"swaks", "dkimverify", "dkimsign"})
class DkimpyTest {
    private static final String PYTHON = "/usr/bin/python3"; // whose dkimpy Debian installs

    @TempDir Path folder;

    private final TestServer server;

    DkimpyTest(TestServer server) {
        this.server = server;
    }

    @Test
    void verifiesWhatWeSign() throws IOException {
        Signatures.by(server, server.domain());
        var an = server.account("an");
        swaks(
                "--server=127.0.0.1:" + server.port("submission"),
                "--tls",
                "--auth=PLAIN",
                "--auth-user=" + an.login(),
                "--auth-password=" + an.password(),
                "--from=" + an.login(),
                "--to=ada@dkimpy.example",
                "--body=Chao  ban \n\n");
        var message = queued("ada@dkimpy.example");

        assertThat(verified(message)).isEqualTo("0 True\n1 True\n");
        assertThat(verified(message.replace("Chao", "Ciao"))).isEqualTo("0 False\n1 False\n");
        assertThat(verified("Subject: more\r\n" + message)).isEqualTo("0 False\n1 False\n");
    }

    @Test
    void isVerifiedByUs() throws IOException, NoSuchAlgorithmException {
        var sender = "dkimpy." + server.domain();
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        var pair = rsa.generateKeyPair();
        var pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        var key = folder.resolve("key.pem");
        Files.writeString(
                key, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        var text = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        server.bean(Zone.class)
                .txt("s1._domainkey." + sender, "v=DKIM1; k=rsa; p=" + text)
                .txt("_dmarc." + sender, "v=DMARC1; p=reject");
        var message = folder.resolve("message");
        Files.writeString(
                message, "From: Ada <ada@%s>\r\nSubject: hello\r\n\r\nHi\r\n".formatted(sender));
        var sign = "dkimsign s1 " + sender + " " + key + " < " + message;
        var signed = Program.run(folder, List.of("sh", "-c", sign)).succeeded();
        Files.writeString(folder.resolve("signed"), signed);
        var binh = server.account("binh");

        swaks(
                "--server=127.0.0.1:" + server.port("smtp"),
                "--local-interface=127.1.2.3",
                "--from=ada@" + sender,
                "--to=" + binh.login(),
                "--data=@" + folder.resolve("signed"));

        assertThat(TestInbox.messages(server, binh).getFirst())
                .contains("\tdmarc=pass header.from=" + sender + " policy.dmarc=reject;\r\n")
                .contains("\tdkim=pass header.d=" + sender + " header.s=s1 header.a=rsa-sha256 ");
    }

    private String verified(String message) throws IOException {
        var file = folder.resolve("queued");
        Files.writeString(file, message, StandardCharsets.ISO_8859_1);
        var records = folder.resolve("records");
        var domain = server.bean(Domains.class).find(server.domain()).orElseThrow();
        Files.writeString(
                records,
                server.bean(DkimKeyRing.class).of(domain.id()).stream()
                        .map(key ->
                                DomainKeys.name(domain.name(), key.selector())
                                        + " "
                                        + key.record()
                                        + "\n")
                        .collect(Collectors.joining()));
        var script = Path.of("src", "test", "resources", "dkimpy.py").toAbsolutePath();
        return Program.run(
                        folder,
                        List.of(PYTHON, script.toString(), file.toString(), records.toString()))
                .succeeded();
    }

    private void swaks(String... arguments) {
        var command = new ArrayList<>(List.of("swaks", "--helo=client.example"));
        command.addAll(List.of(arguments));
        Program.run(folder, command).succeeded();
    }

    private String queued(String to) throws IOException {
        var queue = server.bean(OutboundQueue.class);
        var entry =
                queue.list(null).stream()
                        .filter(one -> one.firstRecipient().equals(to))
                        .findFirst()
                        .orElseThrow();
        try (var in = queue.open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
