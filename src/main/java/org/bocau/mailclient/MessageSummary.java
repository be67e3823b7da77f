package org.bocau.mailclient;

import java.time.Instant;
import java.util.Set;

/**
 * What a copy of a message needs besides its octets.
 *
 * @param receivedAt INTERNALDATE
 * @param flags as IMAP names them: {@code \Seen}, {@code work}
 * @param subject decoded, harmless to show
 * @param octets RFC822.SIZE
 */
public record MessageSummary(
        long uid, Instant receivedAt, Set<String> flags, String subject, long octets) {
    public MessageSummary {
        flags = Set.copyOf(flags);
    }
}
