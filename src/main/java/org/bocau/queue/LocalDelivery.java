package org.bocau.queue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
     * Delivers a message, in one transaction in which the recipients' rows end too: a crash
     * delivers neither twice nor not at all.
     *
     * @param reversePath null is the null reverse-path
     * @param octets read once, and not closed
     * @param filed to be called at the end of that transaction, with those who got it; throws when
     *     they are somebody else's by now, and then nobody gets anything
     * @return for each of the recipients what a host would have replied
     * @throws IOException the octets cannot be read
     */
    Map<EmailAddress, Answer> deliver(
            QueueEnvelope message,
            @Nullable EmailAddress reversePath,
            List<OutboundRecipient> recipients,
            InputStream octets,
            Consumer<List<EmailAddress>> filed)
            throws IOException;

    /**
     * What became of one recipient.
     *
     * @param code of an SMTP reply: 2yz delivered, 4yz to be tried again, 5yz refused
     * @param text with its enhanced status code
     */
    record Answer(int code, String text) {}
}
