package org.bocau.message;

import java.io.IOException;

/**
 * Reads a message of any quality once and never refuses one. Depth, parts, header fields and
 * parameters are bounded; beyond a bound the rest is one opaque part. Streams: a 50 MB message
 * costs buffers, not 50 MB.
 */
public final class MimeParser {
    /** Octets of the top header block that {@link ParsedMessage#header} keeps. */
    public static final int HEADER_KEPT = 256 * 1024;

    /** Characters of {@link ParsedMessage#bodyText} kept. */
    public static final int TEXT_KEPT = 1024 * 1024;

    private MimeParser() {}

    /**
     * @throws IOException only when the spool cannot be read
     */
    public static ParsedMessage parse(Spool spool) throws IOException {
        throw new UnsupportedOperationException();
    }
}
