package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The octets of one message on their way in: in memory up to a threshold, then in a temporary file.
 * SHA-256 and the size are taken as they pass. Written once by one thread, then read as often as
 * needed; closing deletes the file.
 */
public abstract class Spool implements AutoCloseable {
    /** Where the octets go. Closing it completes the spool; only then may it be read. */
    public abstract OutputStream out();

    public abstract long size();

    /** SHA-256 over the octets, 32 octets. */
    public abstract byte[] sha256();

    /** All octets from the start. Each call opens a new stream. */
    public InputStream open() throws IOException {
        return open(0, size());
    }

    /** The octets from {@code from} inclusive to {@code to} exclusive. */
    public abstract InputStream open(long from, long to) throws IOException;

    /** Removes whatever was kept; idempotent. */
    @Override
    public abstract void close();
}
