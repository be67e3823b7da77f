/**
 * Sockets: {@link Listeners} accept under limits, one virtual thread owns one {@link Connection},
 * lines and literals are bounded, TLS is upgraded or implicit, and stopping half-closes the read
 * side so that the session can still say good-bye. {@link Dns} answers what the DNS knows. Owns no
 * table. RFC 4978, 8314, 9325. Invariant: no octet is buffered beyond a stated bound.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.net;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
