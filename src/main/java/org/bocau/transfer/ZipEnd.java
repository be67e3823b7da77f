package org.bocau.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * What the last record of a zip says of its directory, read before anything is made of it: a
 * directory is held in memory whole.
 *
 * @param entries how many
 * @param octets of the directory
 */
record ZipEnd(long entries, long octets) {
    private static final int SIZE = 22; // without its comment
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END = 0x06054b50;
    private static final int LOCATOR = 0x07064b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int END_64_SIZE = 56;

    /**
     * @throws ZipException there is no such record: the file is no whole zip
     */
    static ZipEnd read(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            int tail = (int) Math.min(length, SIZE + LONGEST_COMMENT);
            var octets = read(in, length - tail, tail);
            for (int at = tail - SIZE; at >= 0; at--) {
                if (octets.getInt(at) == END) return end(in, length - tail + at, octets, at);
            }
        }
        throw new ZipException("no end of a zip");
    }

    private static ZipEnd end(RandomAccessFile in, long place, ByteBuffer octets, int at)
            throws IOException {
        long entries = octets.getShort(at + 10) & 0xFFFF;
        long size = octets.getInt(at + 12) & 0xFFFF_FFFFL;
        if ((entries != 0xFFFF && size != 0xFFFF_FFFFL) || place < LOCATOR_SIZE)
            return new ZipEnd(entries, size);
        var locator = read(in, place - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.getInt(0) != LOCATOR) return new ZipEnd(entries, size);
        long at64 = locator.getLong(8);
        if (at64 < 0 || at64 > in.length() - END_64_SIZE) throw new ZipException("zip64 record");
        var large = read(in, at64, END_64_SIZE);
        if (large.getInt(0) != END_64) throw new ZipException("zip64 record");
        return new ZipEnd(large.getLong(32), large.getLong(40));
    }

    private static ByteBuffer read(RandomAccessFile in, long from, int count) throws IOException {
        var octets = new byte[count];
        in.seek(from);
        in.readFully(octets);
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }
}
