/**
 * The client side of SMTP: one message to one host. No database. RFC 5321, 3207. Invariant: the
 * octets on the wire are the octets of the spool, dot-stuffed and nothing else.
 */
@ApplicationModule(allowedDependencies = {"net", "message"})
@NullMarked
package org.bocau.relay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
