/**
 * The client side of SMTP: from a domain to its hosts, and from an envelope to an outcome for each
 * recipient. No database: {@link Relay} keeps nothing but connections and TLS policies. RFC 5321,
 * 3207, 7672, 8461, 8689. Invariant: the octets on the wire are the octets of the spool,
 * dot-stuffed and nothing else.
 */
@ApplicationModule(allowedDependencies = {"net", "message"})
@NullMarked
package org.bocau.relay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
