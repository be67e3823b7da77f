package org.bocau.filter;

import java.time.Instant;
import java.time.ZoneId;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.jspecify.annotations.Nullable;

/**
 * What a script sees of a message.
 *
 * @param size in octets
 * @param reversePath null of notices
 * @param recipient as it was written in the envelope, with its detail
 * @param now the time of delivery
 * @param zone of who gets it
 */
public record Letter(
        HeaderBlock header,
        long size,
        @Nullable EmailAddress reversePath,
        EmailAddress recipient,
        Instant now,
        ZoneId zone) {}
