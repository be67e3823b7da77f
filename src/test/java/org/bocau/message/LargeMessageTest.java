package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of 50 MB are read in a JVM whose heap could not hold one. */
class LargeMessageTest {
    private static final int SIZE = 50_000_000;

    @TempDir Path temp;

    @Test
    void fiftyMegabytesPassThroughASmallHeap() throws Exception {
        var classes = location(MimeParser.class) + File.pathSeparator + location(Reading.class);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = temp.resolve("output");
        var child =
                new ProcessBuilder(
                                java,
                                "-Xmx40m",
                                "-cp",
                                classes,
                                Reading.class.getName(),
                                temp.resolve("spool").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output)).contains("all read").doesNotContain("Exception");
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    private static Path location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** What the child runs. */
    static final class Reading {
        private static final String ATTACHMENT =
                """
                Content-Type: multipart/mixed; boundary=a

                --a

                hello
                --a
                Content-Type: application/zip
                Content-Transfer-Encoding: base64

                """;
        private static final String TEXT = "Content-Type: text/plain; charset=utf-8\n\n";
        private static final String HTML = "Content-Type: text/html; charset=utf-8\n\n";

        private Reading() {}

        public static void main(String[] directory) throws IOException {
            var spools = new Spools(Path.of(directory[0]), 64 * 1024);
            var base64 = "TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24sIGJ1dCBieSB0";
            read(spools, ATTACHMENT, base64 + "\r\n");
            read(spools, ATTACHMENT.replace("application/zip", "text/plain"), base64 + "\r\n");
            read(spools, TEXT, "A line of text that goes on and on, as they do in mail.\r\n");
            read(spools, TEXT, "one line without an end ");
            read(spools, HTML, "<p class='x'>text &amp; more</p>");
            read(spools, ATTACHMENT, "--a\r\n");
            System.out.println("all read");
        }

        private static void read(Spools spools, String header, String line) throws IOException {
            try (var spool = spools.create()) {
                try (var out = spool.out()) {
                    out.write(header.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
                    var block = line.repeat(1000).getBytes(StandardCharsets.UTF_8);
                    while (spool.size() < SIZE) {
                        out.write(block);
                    }
                }
                var parsed = Messages.wellFormed(MimeParser.parse(spool));
                if (parsed.size() < SIZE) {
                    throw new AssertionError("not as large as it was made: " + parsed.size());
                }
                MessageText.body(
                        parsed.root(),
                        spool::open,
                        (n, piece) -> {
                            if (piece.length() > MessageText.PIECE) {
                                throw new AssertionError("piece " + n + " is too long");
                            }
                        });
            }
        }
    }
}
