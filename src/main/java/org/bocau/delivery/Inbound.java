package org.bocau.delivery;

import java.util.List;
import org.bocau.mailauth.Verdict;
import org.bocau.message.EmailAddress;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A whole message with its envelope, received and not yet acknowledged.
 *
 * @param reversePath null is the null reverse-path of notices; it is kept as it is
 * @param recipients at least one; the same address several times counts once
 * @param octets the message as the mailboxes here will keep it, with its trace fields
 * @param localOctets how many octets at the start are for mailboxes here only: the Return-Path
 *     field, which no next hop may see (RFC 5321 §4.4)
 * @param smtpUtf8 the sender declared SMTPUTF8
 * @param eightBit there are octets above 127
 * @param binary only BINARYMIME carries it on unchanged (RFC 3030 §3)
 * @param verdict what was found out about the sender; null for our users and exempt clients
 */
public record Inbound(
        Origin origin,
        @Nullable EmailAddress reversePath,
        List<Recipient> recipients,
        Spool octets,
        int localOctets,
        boolean smtpUtf8,
        boolean eightBit,
        boolean binary,
        SenderRequests requests,
        @Nullable Verdict verdict) {
    /** One that nobody has examined, and whose sender asked for nothing. */
    public Inbound(
            Origin origin,
            @Nullable EmailAddress reversePath,
            List<Recipient> recipients,
            Spool octets,
            int localOctets,
            boolean smtpUtf8,
            boolean eightBit) {
        this(
                origin,
                reversePath,
                recipients,
                octets,
                localOctets,
                smtpUtf8,
                eightBit,
                false,
                SenderRequests.NONE,
                null);
    }

    public Inbound {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a message without recipients is not delivered");
        }
    }
}
