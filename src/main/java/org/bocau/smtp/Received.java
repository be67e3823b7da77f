package org.bocau.smtp;

import org.bocau.message.Spool;

/**
 * A message whose data came whole.
 *
 * @param octets its octets with our trace fields
 * @param localOctets as {@link org.bocau.delivery.Inbound#localOctets}
 * @param eightBit there are octets above 127
 * @param binary only BINARYMIME carries it on unchanged
 */
record Received(Spool octets, int localOctets, boolean eightBit, boolean binary)
        implements AutoCloseable {
    @Override
    public void close() {
        octets.close();
    }
}
