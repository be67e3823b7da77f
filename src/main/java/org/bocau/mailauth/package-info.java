/**
 * Who vouches for a message: Authentication-Results today, SPF, DKIM and DMARC beside it. No
 * Spring, no JPA. RFC 8601. Invariant: a header that claims our authserv-id was written by us.
 */
@ApplicationModule(allowedDependencies = {"message", "net"})
@NullMarked
package org.bocau.mailauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
