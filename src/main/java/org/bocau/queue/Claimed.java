package org.bocau.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.Ret;
import org.bocau.relay.Envelope;
import org.bocau.relay.TlsRequirement;
import org.jspecify.annotations.Nullable;

/**
 * One message for recipients of one domain, claimed by this node: what goes in one transaction with
 * the next hop. Nobody else touches the recipients before {@link #leaseEnd}.
 *
 * @param reversePath null is the null reverse-path
 * @param recipients at least one
 * @param due since when it was to be tried
 * @param leaseEnd the earliest next_attempt_at among them
 * @param octets the message if it is small; else it is read chunk by chunk
 */
record Claimed(
        QueueEnvelope message,
        @Nullable EmailAddress reversePath,
        String domain,
        List<To> recipients,
        Instant due,
        Instant claimedAt,
        Instant leaseEnd,
        byte @Nullable [] octets) {
    /** An attempt ends this long before its lease: clocks of nodes differ, results are written. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /**
     * One of the recipients.
     *
     * @param orcpt as it came, {@code type;xtext}
     * @param attempts this one included
     * @param unfinished how many attempts, this one included, were begun and have no end
     * @param delayTold the sender knows that it takes long
     */
    record To(
            int number,
            EmailAddress address,
            Notify notices,
            @Nullable String orcpt,
            int attempts,
            int unfinished,
            boolean delayTold) {}

    Claimed {
        recipients = List.copyOf(recipients);
    }

    Claimed with(byte[] small) {
        return new Claimed(
                message, reversePath, domain, recipients, due, claimedAt, leaseEnd, small);
    }

    /**
     * The same for some of its recipients.
     *
     * @param some at least one
     */
    Claimed to(List<To> some) {
        return new Claimed(message, reversePath, domain, some, due, claimedAt, leaseEnd, octets);
    }

    /** Its last attempts had no end: it is carried out while no other such is. */
    boolean suspect() {
        return recipients.stream().anyMatch(to -> to.unfinished() > Claims.SUSPECT);
    }

    /** How long an attempt that begins now may take. */
    Duration left(Instant now) {
        return Duration.between(now, leaseEnd).minus(MARGIN);
    }

    TlsRequirement tls() {
        if (message.requireTls()) {
            return TlsRequirement.REQUIRED;
        }
        return message.tlsOptional() ? TlsRequirement.IGNORED : TlsRequirement.POLICY;
    }

    /** What the next hop is told. */
    Envelope envelope() {
        Ret ret = message.ret();
        return new Envelope(
                reversePath,
                recipients.stream()
                        .map(to ->
                                new Envelope.Recipient(
                                        to.address(), to.notices().toString(), to.orcpt()))
                        .toList(),
                message.octets(),
                message.smtpUtf8(),
                body(),
                ret == null ? null : ret.name(),
                message.envid());
    }

    private Envelope.Body body() {
        if (message.binary()) {
            return Envelope.Body.BINARY;
        }
        return message.eightBit() ? Envelope.Body.EIGHT_BIT : Envelope.Body.SEVEN_BIT;
    }
}
