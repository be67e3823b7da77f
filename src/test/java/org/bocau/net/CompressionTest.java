package org.bocau.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions of a compressed connection, octet by octet. RFC 4978. */
class CompressionTest {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final Deflation out = new Deflation(wire::write);

    private void say(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(octets, 0, octets.length);
    }

    /** What a client makes of all that was sent, in one stream. */
    private String heard() throws IOException {
        var sent = new ByteArrayInputStream(wire.toByteArray());
        var text = new StringBuilder();
        try (var in = new InflaterInputStream(sent, new Inflater(true))) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
            }
        } catch (java.io.EOFException endOfWhatWasFlushed) {
            // the stream has no end of its own
        }
        return text.toString();
    }

    @Test
    void aFlushLetsThePeerReadEverything() throws IOException {
        say("* 1 EXISTS\r\n");
        out.flush();
        assertThat(heard()).isEqualTo("* 1 EXISTS\r\n");
        say("a OK\r\n");
        assertThat(heard()).isEqualTo("* 1 EXISTS\r\n");
        out.flush();
        assertThat(heard()).isEqualTo("* 1 EXISTS\r\na OK\r\n");
    }

    @Test
    void nothingIsSentWhereNothingWasSaid() throws IOException {
        say("x");
        out.flush();
        int sent = wire.size();
        out.flush();
        out.flush();
        assertThat(wire.size()).isEqualTo(sent);
    }

    @Test
    void goesOnInTheSameStreamAfterItsMemoryWasGivenBack() throws IOException {
        var expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String line = "* " + i + " FETCH (FLAGS (\\Seen))\r\n".repeat(i * 50);
            expected.append(line);
            say(line);
            out.flush();
            out.rest();
        }
        assertThat(heard()).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 8192, 8193, 100_000})
    void whatDoesNotCompressArrivesToo(int length) throws IOException {
        byte[] noise = new byte[length];
        new Random(4711).nextBytes(noise);
        say(new String(noise, StandardCharsets.ISO_8859_1));
        out.flush();
        assertThat(heard().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(noise);
    }

    @Test
    void readsWhatCameHoweverItIsCut() throws IOException {
        String text = "a NOOP\r\n".repeat(1000);
        say(text);
        out.flush();
        var in = new Inflation();
        var source = new OneByOne(wire.toByteArray());
        var read = new StringBuilder();
        byte[] into = new byte[7];
        for (int n = 0; n >= 0; n = in.read(source, into, 0, into.length)) {
            read.append(new String(into, 0, n, StandardCharsets.ISO_8859_1));
        }
        assertThat(read).hasToString(text);
        in.end();
    }

    /**
     * Quirk 28: the flush of old clients leaves the last octets' bits in the middle of an octet.
     */
    @Test
    void readsALineAfterAPartialFlush() throws IOException {
        var bits = new FixedBlock();
        bits.begin();
        bits.literals("a NOOP\r\n");
        bits.end();
        bits.begin(); // Z_PARTIAL_FLUSH: an empty block of ten bits, and no octet boundary
        bits.end();
        var in = new Inflation();
        byte[] into = new byte[100];
        int n = in.read(new ByteArrayInputStream(bits.wholeOctets()), into, 0, into.length);
        assertThat(new String(into, 0, n, StandardCharsets.ISO_8859_1)).isEqualTo("a NOOP\r\n");
        in.end();
    }

    @Test
    void neverTakesMoreThanItIsAskedFor() throws IOException {
        byte[] bomb = deflated(new byte[10_000_000]);
        assertThat(bomb.length).isLessThan(20_000);
        var in = new Inflation();
        var source = new ByteArrayInputStream(bomb);
        assertThat(in.read(source, new byte[512], 0, 512)).isEqualTo(512);
        assertThat(source.available()).isGreaterThan(bomb.length - 4096);
        in.end();
    }

    @Test
    void knowsWithoutWaitingWhetherOctetsAreThere() throws IOException {
        say("ab");
        out.flush();
        byte[] sent = wire.toByteArray();
        var in = new Inflation();
        var half = new ByteArrayInputStream(sent, 0, 1);
        assertThat(in.available(new ByteArrayInputStream(new byte[0]))).isFalse();
        assertThat(in.available(half)).isFalse();
        var rest = new ByteArrayInputStream(sent, 1, sent.length - 1);
        assertThat(in.available(rest)).isTrue();
        byte[] into = new byte[9];
        assertThat(in.read(rest, into, 0, 9)).isEqualTo(2);
        assertThat(into).startsWith('a', 'b');
        assertThat(in.available(rest)).isFalse();
        in.end();
    }

    @Test
    void malformedOctetsEndTheConnection() {
        var in = new Inflation();
        var garbage = new ByteArrayInputStream(new byte[] {-1, -1, -1, -1});
        assertThatThrownBy(() -> in.read(garbage, new byte[9], 0, 9))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("malformed");
        in.end();
    }

    @Test
    void theEndOfTheStreamIsTheEndOfInput() throws IOException {
        var in = new Inflation();
        byte[] into = new byte[9];
        var source = new ByteArrayInputStream(deflated(new byte[] {'x'}));
        assertThat(in.read(source, into, 0, 9)).isEqualTo(1);
        assertThat(in.read(source, into, 0, 9)).isEqualTo(-1);
        in.end();
    }

    /** RFC 8437 §4.1: what follows the end of the compression is plain. */
    @Test
    void givesBackWhatCameAfterTheEnd() throws IOException {
        byte[] command = deflated("a UNAUTHENTICATE\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] sent = Arrays.copyOf(command, command.length + 2);
        sent[command.length] = 'b';
        sent[command.length + 1] = ' ';
        var in = new Inflation();
        byte[] into = new byte[18];
        assertThat(in.read(new ByteArrayInputStream(sent), into, 0, 18)).isEqualTo(18);
        assertThat(in.finish()).containsExactly('b', ' ');
    }

    @Test
    void compressedOctetsAfterTheEndAreAnError() throws IOException {
        say("a UNAUTHENTICATE\r\nb NOOP\r\n");
        out.flush();
        var in = new Inflation();
        assertThat(in.read(new ByteArrayInputStream(wire.toByteArray()), new byte[18], 0, 18))
                .isEqualTo(18);
        assertThatThrownBy(in::finish).isInstanceOf(IOException.class);
        in.end();
    }

    private static byte[] deflated(byte[] octets) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new Deflater(9, true)) {
            deflater.setInput(octets);
            deflater.finish();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                bytes.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return bytes.toByteArray();
    }

    /** Gives one octet a read. */
    private static final class OneByOne extends InputStream {
        private final byte[] octets;
        private int at;

        OneByOne(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public int read() {
            return at < octets.length ? octets[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int octet = read();
            if (octet < 0) {
                return -1;
            }
            into[offset] = (byte) octet;
            return 1;
        }
    }

    /** Blocks with fixed Huffman codes, written by hand. RFC 1951 §3.2.6. */
    private static final class FixedBlock {
        private final StringBuilder bits = new StringBuilder();

        void begin() {
            bits.append("010"); // not the last; type 01, low bit first
        }

        void literals(String text) {
            for (int i = 0; i < text.length(); i++) {
                String code =
                        Integer.toBinaryString(
                                0x30 + text.charAt(i)); // for 0 to 143, high bit first
                bits.append("0".repeat(8 - code.length())).append(code);
            }
        }

        void end() {
            bits.append("0000000");
        }

        byte[] wholeOctets() {
            byte[] octets = new byte[bits.length() / 8];
            for (int i = 0; i < octets.length * 8; i++) {
                if (bits.charAt(i) == '1') {
                    octets[i / 8] |= (byte) (1 << i % 8);
                }
            }
            return octets;
        }
    }
}
