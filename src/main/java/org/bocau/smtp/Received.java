package org.bocau.smtp;

import org.bocau.mailauth.Verdict;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A message whose data came whole.
 *
 * @param octets its octets with our trace fields
 * @param localOctets as {@link org.bocau.delivery.Inbound#localOctets}
 * @param verdict what was found out about the sender, as {@link org.bocau.delivery.Inbound#verdict}
 * @param eightBit there are octets above 127
 * @param binary only BINARYMIME carries it on unchanged
 */
record Received(
        Spool octets, int localOctets, boolean eightBit, boolean binary, @Nullable Verdict verdict)
        implements AutoCloseable {
    @Override
    public void close() {
        octets.close();
    }
}
