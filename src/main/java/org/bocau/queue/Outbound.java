package org.bocau.queue;

import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message for other systems, about to be queued.
 *
 * @param submitter who submitted it; null when it is forwarded for an alias or a list
 * @param reversePath where notices go; null is the null reverse-path, which no notice may answer
 *     (RFC 5321 §4.5.5)
 * @param recipients at least one, each once
 * @param smtpUtf8 an address or a header field needs SMTPUTF8 (RFC 6531)
 * @param eightBit there are octets above 127 (RFC 6152)
 * @param origin id of the connection it came over, for logs and the console
 */
public record Outbound(
        @Nullable AccountId submitter,
        @Nullable EmailAddress reversePath,
        List<EmailAddress> recipients,
        OutboundOctets octets,
        boolean smtpUtf8,
        boolean eightBit,
        String origin) {
    public Outbound {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a message without recipients is not queued");
        }
    }
}
