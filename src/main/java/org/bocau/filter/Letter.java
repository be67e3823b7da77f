package org.bocau.filter;

import java.time.Instant;
import java.time.ZoneId;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.MessageText;
import org.bocau.message.Part;
import org.jspecify.annotations.Nullable;

/**
 * What a script sees of a message.
 *
 * @param size in octets
 * @param reversePath null of notices
 * @param recipient as it was written in the envelope, with its detail
 * @param now the time of delivery
 * @param zone of who gets it
 * @param content what tests of the body look at; null where only the header section is at hand
 */
public record Letter(
        HeaderBlock header,
        long size,
        @Nullable EmailAddress reversePath,
        EmailAddress recipient,
        Instant now,
        ZoneId zone,
        @Nullable Content content) {
    /**
     * A message's parts and octets, which are read only if a script asks for them.
     *
     * @param octets may fail; that ends the run
     */
    public record Content(Part root, MessageText.Octets octets) {}
}
