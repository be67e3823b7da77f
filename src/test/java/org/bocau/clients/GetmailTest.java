package org.bocau.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bocau.testing.Getmail;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.NeedsProgram;
import org.bocau.testing.Program;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** getmail keeps what it has seen by its UIDL, and leaves it on the server. */
@IntegrationTest
@NeedsProgram("getmail")
class GetmailTest {
    @TempDir Path folder;

    private final TestServer server;
    private final TestAccount an;

    GetmailTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @CsvSource({
        "pop3, SimplePOP3Retriever",
        "pop3s, SimplePOP3SSLRetriever",
        "imaps, SimpleIMAPSSLRetriever"
    })
    void fetchesEachMessageOnce(String service, String retriever) throws IOException {
        Files.createDirectory(folder.resolve("state"));
        Files.writeString(
                folder.resolve("state/getmailrc"),
                Getmail.settings(
                        retriever,
                        server.port(service),
                        an.login(),
                        an.password(),
                        folder.resolve("got")));
        server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
        server.deliver(an.login(), SampleMessage.bytes(2, an.login()));
        getmail();
        assertThat(fetched()).isEqualTo(2);

        server.deliver(an.login(), SampleMessage.bytes(3, an.login()));
        getmail();
        assertThat(fetched()).isEqualTo(3);
        getmail();
        assertThat(fetched()).isEqualTo(3);
    }

    private void getmail() {
        Program.run(folder, List.of("getmail", "--getmaildir=" + folder.resolve("state")))
                .succeeded();
    }

    private long fetched() throws IOException {
        return Files.readString(folder.resolve("got"))
                .lines()
                .filter(line -> line.startsWith("This is message "))
                .count();
    }
}
