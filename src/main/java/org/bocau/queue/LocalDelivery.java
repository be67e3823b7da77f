package org.bocau.queue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where mail of the queue goes whose recipients are here: what a user had held for later (RFC
 * 4865), or what was queued before its domain became ours.
 */
public interface LocalDelivery {
    /** True when mail for the domain needs no other host. */
    boolean isLocal(String domain);

    /**
     * Delivers a message, in a transaction of its own: the recipients' rows end after it, and a
     * crash between the two delivers again.
     *
     * @param reversePath null is the null reverse-path
     * @param octets read once, and not closed
     * @return for each of the recipients what a host would have replied
     * @throws IOException the octets cannot be read
     */
    Map<EmailAddress, Answer> deliver(
            QueueEnvelope message,
            @Nullable EmailAddress reversePath,
            List<OutboundRecipient> recipients,
            InputStream octets)
            throws IOException;

    /**
     * What became of one recipient.
     *
     * @param code of an SMTP reply: 2yz delivered, 4yz to be tried again, 5yz refused
     * @param text with its enhanced status code
     */
    record Answer(int code, String text) {}
}
