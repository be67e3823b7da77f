package org.bocau.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message, as its sender is to be told: a delivery status notification before it
 * is written. RFC 3464.
 *
 * @param to the reverse-path of the message
 * @param envid the ENVID parameter as it came, xtext
 * @param ret what comes back with a failure; null when the sender did not say
 * @param smtpUtf8 the message may have UTF-8 in its header section (RFC 6532)
 * @param requireTls over TLS all the way, as the message was to go (RFC 8689 §5)
 * @param arrival when it came to us
 * @param octets how large the message is
 * @param recipients at least one
 */
public record DeliveryReport(
        EmailAddress to,
        @Nullable String envid,
        @Nullable Ret ret,
        boolean smtpUtf8,
        boolean requireTls,
        Instant arrival,
        long octets,
        List<Recipient> recipients) {

    /** What happened; the gravest comes first, and names the report. RFC 3464 §2.3.3. */
    public enum Action {
        FAILED,
        DELAYED,
        RELAYED,
        EXPANDED,
        DELIVERED;

        /** As it stands in the Action field, and in the names of the texts. */
        String word() {
            return switch (this) {
                case FAILED -> "failed";
                case DELAYED -> "delayed";
                case RELAYED -> "relayed";
                case EXPANDED -> "expanded";
                case DELIVERED -> "delivered";
            };
        }
    }

    /**
     * One recipient.
     *
     * @param orcpt the ORCPT parameter as it came, {@code type;xtext}
     * @param status an enhanced status code, RFC 3463
     * @param host the host that said it; empty when none did
     * @param reply what was said, or why nothing was
     * @param at when
     * @param retryUntil when trying ends; null unless it is delayed
     */
    public record Recipient(
            EmailAddress address,
            @Nullable String orcpt,
            Action action,
            String status,
            String host,
            String reply,
            Instant at,
            @Nullable Instant retryUntil) {}

    /** Opens the message that is reported on; twice at most. */
    @FunctionalInterface
    public interface Original {
        InputStream open() throws IOException;
    }

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report tells of somebody");
        }
    }

    /** The gravest action among the recipients. */
    Action action() {
        return recipients.stream().map(Recipient::action).sorted().findFirst().orElseThrow();
    }
}
