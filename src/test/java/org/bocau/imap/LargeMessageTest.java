package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/** A message as large as may be passes in pieces, and one that is larger is refused unread. */
@IntegrationTest
class LargeMessageTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void fiftyMegabytesGoInAndComeBack(TestServer server) throws IOException {
        var an = server.account("an");
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.readLine();
            wire.line("a LOGIN " + an.login() + " " + an.password());
            assertThat(wire.readLine()).startsWith("a OK");
            String head = "Subject: large\r\n\r\n";
            int size = 50 * MEGABYTE;
            wire.send("b APPEND INBOX {" + size + "+}\r\n" + head);
            byte[] block = "0123456789abcde\n".repeat(65536).getBytes(StandardCharsets.US_ASCII);
            var out = wire.socket().getOutputStream();
            for (int left = size - head.length(); left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
            wire.line("");
            assertThat(wire.readLine()).startsWith("b OK [APPENDUID ");
            wire.line("c SELECT INBOX");
            while (!String.valueOf(wire.readLine()).startsWith("c OK")) {
                // the answers to SELECT are tested elsewhere
            }
            wire.line("d FETCH 1 BODY.PEEK[]");
            assertThat(wire.readLine()).isEqualTo("* 1 FETCH (BODY[] {" + size + "}");
            wire.in().skipNBytes(head.length());
            skip(wire.in(), block, size - head.length());
            assertThat(wire.readLine()).isEqualTo(")");
            assertThat(wire.readLine()).startsWith("d OK");
            wire.line("e FETCH 1 BODY.PEEK[TEXT]<52000000.16>");
            assertThat(wire.readLine()).isEqualTo("* 1 FETCH (BODY[TEXT]<52000000> {16}");
            assertThat(wire.in().readNBytes(16))
                    .isEqualTo("0123456789abcde\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void skip(InputStream in, byte[] block, int octets) throws IOException {
        byte[] read = new byte[block.length];
        for (int left = octets; left > 0; left -= read.length) {
            int n = in.readNBytes(read, 0, Math.min(left, read.length));
            assertThat(java.util.Arrays.equals(read, 0, n, block, 0, n)).isTrue();
        }
    }
}
