package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.bocau.message.HeaderSection;
import org.bocau.message.Spools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the wire into the spool. */
class ReceptionTest {
    private static final byte[] RETURN_PATH =
            "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path directory;

    /** Nothing holds a whole message: 50 MB cost a few buffers. */
    @Test
    void aLargeMessagePassesInBoundedMemory() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var line = ("x".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var wire =
                new SequenceInputStream(
                        new Repeated(line, 50_000), ascii("Subject: late\r\n.\r\n"));
        var data =
                new DataStream(
                        new SequenceInputStream(ascii("A: 1\r\n\r\n"), wire),
                        (_, _, _) -> {},
                        _ -> {},
                        60_000_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        try (var received =
                new Reception(new Spools(directory, 256 << 10), PatienceTest.limits())
                        .receive(data, RETURN_PATH, "X-Trace: 1", header -> header)) {
            assertThat(received.octets().size()).isGreaterThan(50_000_000);
            assertThat(received.localOctets()).isEqualTo(RETURN_PATH.length);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRefusedHeaderIsToldAfterTheData() {
        var wire = ascii("From: x\r\n\r\ntext\r\n.\r\nNOOP\r\n");
        var data = new DataStream(wire, (_, _, _) -> {}, _ -> {}, 1000);

        assertThatThrownBy(() ->
                        receive(
                                data,
                                header -> {
                                    throw SmtpRefusal.relayDenied();
                                }))
                .isInstanceOf(SmtpRefusal.class);
        assertThat(data.defect()).isNull();
        assertThat(directory).isEmptyDirectory();
    }

    /** The reason is what is wrong with the octets, not what the broken header then lacks. */
    @Test
    void aDefectGoesBeforeAJudgement() {
        var data = new DataStream(ascii("From: x\n\r\n.\r\n"), (_, _, _) -> {}, _ -> {}, 1000);

        assertThatThrownBy(() ->
                        receive(
                                data,
                                header -> {
                                    throw SmtpRefusal.relayDenied();
                                }))
                .hasMessageContaining("5.6.0");
    }

    @Test
    void aFullSpoolIsOurTrouble() throws IOException {
        var spools = new Spools(directory.resolve("gone"), 16);
        var data =
                new DataStream(
                        ascii("A: 1\r\n\r\n" + "x\r\n".repeat(100) + ".\r\n"),
                        (_, _, _) -> {},
                        _ -> {},
                        1000);
        java.nio.file.Files.delete(directory.resolve("gone"));

        assertThatThrownBy(() ->
                        new Reception(spools, PatienceTest.limits())
                                .receive(data, RETURN_PATH, "X-Trace: 1", header -> header))
                .hasMessageContaining("452 4.3.1");
    }

    /** A header section is in memory, so many large ones at a time have no room. */
    @Test
    void headerSectionsHaveTheirPartOfTheHeap() throws IOException {
        var spools = new Spools(directory, 256 << 10, 1 << 20);
        var large = "A: " + "x".repeat(900) + "\r\n";
        var all = new ArrayList<Received>();
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                all.add(receive(spools, large.repeat(200)));
                            }
                        })
                .hasMessageContaining("452 4.3.1");
        assertThat(all).hasSizeBetween(1, 3);
        try (var small = receive(spools, large)) { // what is usual always has
            assertThat(small.octets().size()).isPositive();
        }
        all.forEach(Received::close);
        assertThat(spools.inMemory()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    private static Received receive(Spools spools, String header) throws IOException {
        var data =
                new DataStream(ascii(header + "\r\nx\r\n.\r\n"), (_, _, _) -> {}, _ -> {}, 1 << 20);
        return new Reception(spools, PatienceTest.limits())
                .receive(data, RETURN_PATH, "X-Trace: 1", section -> section);
    }

    private Received receive(DataStream data, java.util.function.UnaryOperator<HeaderSection> edit)
            throws IOException {
        return new Reception(new Spools(directory, 256 << 10), PatienceTest.limits())
                .receive(data, RETURN_PATH, "X-Trace: 1", edit);
    }

    private static InputStream ascii(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same octets many times over. */
    private static final class Repeated extends InputStream {
        private final byte[] octets;
        private final long end;
        private long at;

        Repeated(byte[] octets, long times) {
            this.octets = octets;
            this.end = octets.length * times;
        }

        @Override
        public int read() {
            return at < end ? octets[(int) (at++ % octets.length)] : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at >= end) {
                return -1;
            }
            int from = (int) (at % octets.length);
            int n = Math.min(length, octets.length - from);
            System.arraycopy(octets, from, into, offset, n);
            at += n;
            return n;
        }
    }
}
