package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** swaks, the tool that mail administrators try a server with. */
@IntegrationTest
@NeedsProgram("swaks")
class SwaksTest {
    @TempDir Path folder;

    private final TestServer server;

    SwaksTest(TestServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void authenticatesAfterStartTls(String mechanism) {
        var an = server.account("an");
        var said =
                swaks(
                                "--server=127.0.0.1:" + server.port("submission"),
                                "--tls",
                                "--auth=" + mechanism,
                                "--auth-user=" + an.login(),
                                "--auth-password=" + an.password(),
                                "--from=" + an.login(),
                                "--to=" + server.account("binh").login())
                        .succeeded();

        assertThat(said).contains("<~  235 ", "<~  250 2.0.0 OK", "<~  221 ");
    }

    @Test
    void pipelinesToManyRecipients() {
        var recipients = server.account("an").login() + "," + server.account("binh").login();
        var said =
                swaks(
                                "--server=127.0.0.1:" + server.port("smtp"),
                                "--pipeline",
                                "--from=ada@elsewhere.example",
                                "--to=" + recipients)
                        .succeeded();

        assertThat(said).contains("PIPELINING");
    }

    @Test
    void isToldAtOnceThatNobodyIsThere() {
        server.account("an");
        var ended =
                swaks(
                        "--server=127.0.0.1:" + server.port("smtp"),
                        "--from=ada@elsewhere.example",
                        "--to=nobody@" + server.domain());

        assertThat(ended.status()).isEqualTo(24); // no recipient was accepted
        assertThat(ended.output()).contains("550 5.1.1");
    }

    private Program.Ended swaks(String... arguments) {
        var command = new ArrayList<>(List.of("swaks", "--timeout=60", "--helo=client.example"));
        command.addAll(List.of(arguments));
        return Program.run(folder, command);
    }
}
