/**
 * Who vouches for a message: {@link Verification} finds out about a stranger's (SPF, DKIM, DMARC,
 * ARC, written down as {@link AuthenticationResults}), {@link DkimSigner} vouches for ours. No
 * Spring, no JPA, no table. RFC 7208, 6376, 8301, 8463, 9989, 8617, 8601. Invariants: a header that
 * claims our authserv-id was written by us; nothing a stranger publishes makes a check fail or go
 * on beyond its time.
 */
@ApplicationModule(allowedDependencies = {"message", "net"})
@NullMarked
package org.bocau.mailauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
