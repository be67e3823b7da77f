package org.bocau.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine, within a time. */
public final class Program {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Program() {}

    /** How a program ended and what it wrote, standard error included. */
    public record Ended(int status, String output) {
        /** The output, if the program was content. */
        public String succeeded() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ":\n" + output);
            }
            return output;
        }
    }

    /** Runs a command in a folder, without input. */
    public static Ended run(Path folder, List<String> command) {
        try {
            var output = Files.createTempFile(folder, "output", ".txt");
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end:\n" + Files.readString(output));
            }
            var said = Files.readString(output, StandardCharsets.ISO_8859_1);
            return new Ended(process.exitValue(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
