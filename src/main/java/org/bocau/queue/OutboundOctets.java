package org.bocau.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.bocau.message.Spool;

/**
 * The octets to be sent: fields put before them, then the spool without its first octets. So one
 * spool serves the mailboxes here, which see a Return-Path field first, and the next hop, which
 * must not (RFC 5321 §4.4).
 *
 * @param fields whole header fields with their line ends; may be empty
 * @param from the first octet of the spool that is sent
 */
public record OutboundOctets(byte[] fields, Spool spool, long from) {
    /** How many octets there are. */
    public long size() {
        return fields.length + spool.size() - from;
    }

    /** The same with more fields on top. */
    public OutboundOctets below(byte[] more) {
        byte[] all = Arrays.copyOf(more, more.length + fields.length);
        System.arraycopy(fields, 0, all, more.length, fields.length);
        return new OutboundOctets(all, spool, from);
    }

    InputStream open() throws IOException {
        var before = new ByteArrayInputStream(fields);
        return new SequenceInputStream(before, spool.open(from, spool.size()));
    }
}
