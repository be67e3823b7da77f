package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one message on their way in: in memory up to a threshold, then in a temporary file.
 * SHA-256 and the size are taken as they pass. Written once by one thread, then read as often as
 * needed, by any number of threads; closing deletes the file.
 */
public final class Spool implements AutoCloseable {
    private static final int FIRST_OCTETS = 4096;

    private final Spools spools;
    private final int memoryOctets;
    private final OutputStream out = new Writer();
    private final MessageDigest digest = sha256Digest();
    private byte[] memory = new byte[0];
    private long size;
    private long bareLineFeeds;
    private int last = '\n'; // octet; the start counts as the start of a line
    private byte @Nullable [] sha256; // set when the spool is complete
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private int beside; // octets reserved for what is made of the message
    private boolean closed;

    Spool(Spools spools, int memoryOctets) {
        this.spools = spools;
        this.memoryOctets = memoryOctets;
    }

    /** Where the octets go. Closing it completes the spool; only then may it be read. */
    public OutputStream out() {
        return out;
    }

    /** Octets written so far. */
    public long size() {
        return size;
    }

    /**
     * How many octets it would be if every line, the last too, ended in CRLF: POP3's exact size
     * (RFC 1939 §11). The same as {@link #size} for what came by SMTP; IMAP may append anything.
     */
    public long crlfSize() {
        return size + bareLineFeeds + (last == '\n' ? 0 : 2);
    }

    /** SHA-256 over the octets, 32 octets. */
    public byte[] sha256() {
        return complete().clone();
    }

    /** All octets from the start. Each call opens a new stream. */
    public InputStream open() throws IOException {
        return open(0, size);
    }

    /** The octets from {@code from} inclusive to {@code to} exclusive. */
    public InputStream open(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        complete();
        if (closed) {
            throw new IOException("the spool is closed");
        }
        return new Range(from, to);
    }

    /**
     * Reserves memory beside the octets, for what is read out of this message, until {@link
     * #close}.
     *
     * @return false when the messages on their way in have all they may have of the heap
     */
    public boolean reserveBeside(int octets) {
        if (closed || !spools.reserveBeside(octets)) {
            return false;
        }
        beside += octets;
        return true;
    }

    /** Removes whatever was kept; idempotent. */
    @Override
    public void close() {
        closed = true;
        forgetMemory();
        spools.release(beside);
        beside = 0;
        try {
            if (channel != null) {
                channel.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove a spool file", e);
        } finally {
            channel = null;
            file = null;
        }
    }

    private byte[] complete() {
        if (sha256 == null) {
            throw new IllegalStateException("the spool is still being written");
        }
        return sha256;
    }

    private int read(long position, byte[] buffer, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the spool is closed");
        }
        if (channel == null) {
            System.arraycopy(memory, Math.toIntExact(position), buffer, offset, length);
            return length;
        }
        int n = channel.read(ByteBuffer.wrap(buffer, offset, length), position);
        if (n < 0) {
            throw new IOException("a spool file is shorter than what was written to it");
        }
        return n;
    }

    private void write(byte[] octets, int offset, int length) throws IOException {
        if (closed || sha256 != null) {
            throw new IOException("the spool is complete");
        }
        if (channel == null && (size + length > memoryOctets || !grow((int) size + length))) {
            moveToFile();
        }
        if (channel == null) {
            System.arraycopy(octets, offset, memory, Math.toIntExact(size), length);
        } else {
            writeFully(channel, ByteBuffer.wrap(octets, offset, length));
        }
        digest.update(octets, offset, length);
        countLineEnds(octets, offset, length);
        size += length;
    }

    private void countLineEnds(byte[] octets, int offset, int length) {
        int end = offset + length;
        for (int at = OctetScan.lineFeed(octets, offset, end);
                at < end;
                at = OctetScan.lineFeed(octets, at + 1, end)) {
            if ((at == offset ? last : octets[at - 1]) != '\r') {
                bareLineFeeds++;
            }
        }
        if (length > 0) {
            last = octets[end - 1];
        }
    }

    private void moveToFile() throws IOException {
        file = spools.newFile();
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        writeFully(channel, ByteBuffer.wrap(memory, 0, Math.toIntExact(size)));
        forgetMemory();
    }

    private void forgetMemory() {
        spools.release(memory.length);
        memory = new byte[0];
    }

    /** False when all spools together have had what they may have of the heap. */
    private boolean grow(int needed) {
        if (needed <= memory.length) {
            return true;
        }
        int doubled = Math.max(FIRST_OCTETS, memory.length * 2);
        int octets = Math.max(needed, Math.min(doubled, memoryOctets));
        if (!spools.reserve(octets - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, octets);
        return true;
    }

    private static void writeFully(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private final class Writer extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            Spool.this.write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, octets.length);
            Spool.this.write(octets, offset, length);
        }

        @Override
        public void close() {
            if (sha256 == null) {
                sha256 = digest.digest();
            }
        }
    }

    private final class Range extends InputStream {
        private final long to;
        private long position;

        Range(long from, long to) {
            this.position = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            if (length == 0) {
                return 0;
            }
            if (position >= to) {
                return -1;
            }
            int n =
                    Spool.this.read(
                            position, buffer, offset, (int) Math.min(length, to - position));
            position += n;
            return n;
        }

        @Override
        public byte[] readAllBytes() throws IOException {
            var rest = new byte[Math.toIntExact(to - position)]; // how many is known here
            var _ = readNBytes(rest, 0, rest.length);
            return rest;
        }

        @Override
        public long skip(long octets) {
            long n = Math.clamp(octets, 0, to - position);
            position += n;
            return n;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, to - position);
        }
    }
}
