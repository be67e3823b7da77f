package org.bocau.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a queued message chunk by chunk, each its own short query: a slow next hop holds no
 * connection to the database. The message may be deleted meanwhile; then reading fails.
 */
final class QueuedOctets extends InputStream {
    private final QueuedChunks chunks;
    private final long message;
    private final long size;
    private InputStream chunk = new ByteArrayInputStream(new byte[0]);
    private int next;
    private long read;

    QueuedOctets(QueuedChunks chunks, long message, long size) {
        this.chunks = chunks;
        this.message = message;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (read >= size) {
            return -1;
        }
        int n = chunk.read(buffer, offset, length);
        while (n < 0) {
            chunk = new ByteArrayInputStream(load(next++));
            n = chunk.read(buffer, offset, length);
        }
        read += n;
        return n;
    }

    private byte[] load(int number) throws IOException {
        return chunks.findById(new QueuedChunk.Key(message, number))
                .map(QueuedChunk::octets)
                .filter(octets -> octets.length > 0)
                .orElseThrow(() -> new IOException("message " + message + " left the queue"));
    }
}
