package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.bocau.mailauth.Body;
import org.bocau.mailauth.Verdict;
import org.bocau.message.HeaderSection;
import org.bocau.message.Spools;
import org.jspecify.annotations.Nullable;
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
                        .receive(data, RETURN_PATH, trace(true), header -> header)) {
            assertThat(received.octets().size()).isGreaterThan(50_000_000);
            assertThat(received.localOctets()).isEqualTo(RETURN_PATH.length);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** What is on top may depend on all that is below. */
    @Test
    void theTraceMayWaitForTheBody() throws IOException {
        var data =
                new DataStream(
                        ascii("A: 1\r\nno field\r\nB\r\n.\r\n"), (_, _, _) -> {}, _ -> {}, 1000);

        try (var received =
                new Reception(new Spools(directory, 8), PatienceTest.limits())
                        .receive(data, RETURN_PATH, trace(false), header -> header.with("B: 2"))) {
            var trace = "X-Trace: 1 of 2, no field\r\nB\r\n";
            var message = "B: 2\r\nA: 1\r\n\r\nno field\r\nB\r\n";
            assertThat(received.octets().open())
                    .hasContent("Return-Path: <>\r\n" + trace + message);
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** To be examined costs no memory either. */
    @Test
    void aLargeMessageWaitsForItsTraceInBoundedMemory() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var line = ("x".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var wire = new SequenceInputStream(new Repeated(line, 50_000), ascii(".\r\n"));
        var data =
                new DataStream(
                        new SequenceInputStream(ascii("A: 1\r\n\r\n"), wire),
                        (_, _, _) -> {},
                        _ -> {},
                        100_000_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        try (var received =
                new Reception(new Spools(directory, 256 << 10), PatienceTest.limits())
                        .receive(data, RETURN_PATH, counting(), header -> header)) {
            try (var top = received.octets().open(0, 36)) {
                assertThat(new String(top.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("Return-Path: <>\r\nX-Trace: 50000000\r\n");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static Trace counting() {
        return new Trace() {
            @Override
            public @Nullable String early(HeaderSection edited) {
                return null;
            }

            @Override
            public String late(HeaderSection received, HeaderSection edited, Body body)
                    throws IOException {
                try (var in = body.open()) {
                    return "X-Trace: %d\r\n"
                            .formatted(in.transferTo(OutputStream.nullOutputStream()));
                }
            }

            @Override
            public @Nullable Verdict verdict() {
                return null;
            }
        };
    }

    /** A trace that is known at once, or one that repeats the body. */
    private static Trace trace(boolean atOnce) {
        return new Trace() {
            @Override
            public @Nullable String early(HeaderSection edited) {
                return atOnce ? "X-Trace: 1\r\n" : null;
            }

            @Override
            public String late(HeaderSection received, HeaderSection edited, Body body)
                    throws IOException {
                try (var in = body.open()) {
                    var text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                    return "X-Trace: %d of %d, %s"
                            .formatted(received.fields().size(), edited.fields().size(), text);
                }
            }

            @Override
            public @Nullable Verdict verdict() {
                return null;
            }
        };
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
                                .receive(data, RETURN_PATH, trace(true), header -> header))
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
                .receive(data, RETURN_PATH, trace(true), section -> section);
    }

    private Received receive(DataStream data, java.util.function.UnaryOperator<HeaderSection> edit)
            throws IOException {
        return new Reception(new Spools(directory, 256 << 10), PatienceTest.limits())
                .receive(data, RETURN_PATH, trace(true), edit);
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
