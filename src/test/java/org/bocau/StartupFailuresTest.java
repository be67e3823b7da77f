package org.bocau;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bocau.database.DataDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program, started where it cannot run: one sentence, status 1, no stack trace. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StartupFailuresTest {
    @TempDir Path parent;

    /** How a start ended. */
    private record Ended(int status, List<String> errors, String output) {}

    private Ended start(String... settings) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), "org.bocau.Bocau"));
        command.addAll(
                List.of(
                        "--bocau.smtp.port=0",
                        "--bocau.submission.port=0",
                        "--bocau.submission.tls-port=0",
                        "--bocau.imap.port=0",
                        "--bocau.imap.tls-port=0",
                        "--bocau.pop3.port=0",
                        "--bocau.pop3.tls-port=0"));
        command.addAll(List.of(settings));
        if (Stream.of(settings).noneMatch(setting -> setting.startsWith("--server.port="))) {
            command.add("--server.port=0");
        }
        Path errors = parent.resolve("stderr");
        Path output = parent.resolve("stdout"); // a pipe is read to its end, however late it comes
        var builder =
                new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .redirectOutput(output.toFile());
        builder.environment()
                .remove("JAVA_TOOL_OPTIONS"); // the JVM would report it on standard error
        var process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readAllLines(errors), Files.readString(output));
    }

    /** Surefire may hide the class path in a jar of its own. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static void assertSentence(Ended ended, String sentence) {
        assertThat(ended.errors()).singleElement().asString().contains(sentence);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void aDataDirectoryThatIsNotOurs() throws Exception {
        Path data = Files.createDirectory(parent.resolve("data"));
        Files.writeString(data.resolve("letter.txt"), "somebody's");
        assertSentence(start("--bocau.data-dir=" + data), "holds files that are not Bồ Câu's");
    }

    @Test
    void aDataDirectoryInUse() throws Exception {
        Path data = parent.resolve("data");
        try (var held = DataDirectory.claim(data)) {
            assertSentence(
                    start("--bocau.data-dir=" + held.path()), "is in use by another running");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswer() throws Exception {
        assertSentence(
                start(
                        "--bocau.data-dir=" + parent.resolve("data"),
                        "--bocau.db.url=postgresql://an:secret@127.0.0.1:1/mail",
                        "--bocau.db.patience=1s"),
                "bocau: The database at 127.0.0.1:1/mail does not answer: ");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertSentence(
                    start(
                            "--bocau.data-dir=" + parent.resolve("data"),
                            "--server.port=" + port,
                            "--spring.main.lazy-initialization=true"), // no need for a database
                    "bocau: Port " + port + " (web) is taken");
        }
    }
}
