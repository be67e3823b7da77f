package org.bocau.queue;

import java.time.Instant;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.bocau.message.Ret;
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
 * @param binary there are octets that only BINARYMIME carries (RFC 3030 §3)
 * @param requireTls REQUIRETLS was asked for: over TLS all the way or not at all (RFC 8689)
 * @param tlsOptional {@code TLS-Required: No} was asked for: no policy of the recipient's domain
 *     keeps it back (RFC 8689 §3)
 * @param ret what of it comes back with a failure; null when the sender did not say
 * @param envid the ENVID parameter as it came, xtext (RFC 3461 §4.4)
 * @param holdUntil before then it is not sent (FUTURERELEASE, RFC 4865); null is at once
 * @param origin id of the connection it came over, for logs and the console
 */
public record Outbound(
        @Nullable AccountId submitter,
        @Nullable EmailAddress reversePath,
        List<OutboundRecipient> recipients,
        OutboundOctets octets,
        boolean smtpUtf8,
        boolean eightBit,
        boolean binary,
        boolean requireTls,
        boolean tlsOptional,
        @Nullable Ret ret,
        @Nullable String envid,
        @Nullable Instant holdUntil,
        String origin) {
    public Outbound {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a message without recipients is not queued");
        }
    }

    /** The same with more header fields on top. */
    public Outbound below(byte[] fields) {
        return new Outbound(
                submitter,
                reversePath,
                recipients,
                octets.below(fields),
                smtpUtf8,
                eightBit,
                binary,
                requireTls,
                tlsOptional,
                ret,
                envid,
                holdUntil,
                origin);
    }

    /** One whose sender used none of the extensions. */
    public Outbound(
            @Nullable AccountId submitter,
            @Nullable EmailAddress reversePath,
            List<EmailAddress> recipients,
            OutboundOctets octets,
            boolean smtpUtf8,
            boolean eightBit,
            String origin) {
        this(
                submitter,
                reversePath,
                recipients.stream().map(OutboundRecipient::of).toList(),
                octets,
                smtpUtf8,
                eightBit,
                false,
                false,
                false,
                null,
                null,
                null,
                origin);
    }
}
