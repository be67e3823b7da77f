package org.bocau.relay;

import java.util.List;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is sent with a message to one host.
 *
 * @param reversePath null is the null reverse-path
 * @param recipients at least one, each once
 * @param octets how large the message is
 * @param smtpUtf8 an address or a header field needs SMTPUTF8 (RFC 6531)
 * @param eightBit there are octets above 127 (RFC 6152)
 */
public record Envelope(
        @Nullable EmailAddress reversePath,
        List<EmailAddress> recipients,
        long octets,
        boolean smtpUtf8,
        boolean eightBit) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
