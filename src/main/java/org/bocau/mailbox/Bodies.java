package org.bocau.mailbox;

import java.io.IOException;
import java.io.InputStream;
import org.bocau.message.Spool;

/** The octets of messages: content-addressed, in rows of 256 KiB, never held whole. */
public interface Bodies {
    /**
     * Stores the octets unless they are there. Its own transaction, or the caller's; safe against
     * the collector.
     */
    BodyKey save(Spool octets) throws IOException;

    /**
     * Streams octets {@code from} (inclusive) to {@code to} (exclusive); each chunk is its own
     * short query, so a slow reader holds no connection. Bounds beyond the body are cut to it.
     */
    InputStream open(BodyKey body, long from, long to);
}
