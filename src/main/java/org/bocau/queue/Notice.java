package org.bocau.queue;

import org.bocau.message.EmailAddress;
import org.bocau.message.Spool;

/**
 * A report to a sender, ready to go. Its reverse-path is the null one.
 *
 * @param localOctets how many octets at the start are for mailboxes here only: the Return-Path
 *     field, which no next hop may see (RFC 5321 §4.4)
 * @param eightBit there are octets above 127
 */
public record Notice(
        EmailAddress to, Spool octets, int localOctets, boolean eightBit, boolean requireTls)
        implements AutoCloseable {
    @Override
    public void close() {
        octets.close();
    }
}
