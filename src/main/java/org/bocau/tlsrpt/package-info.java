/**
 * Tells other systems once a day how TLS went in the sessions with them, if they publish that they
 * want to know. Tables: tls_result, tls_report. RFC 8460. Invariant: what is counted never holds up
 * what is sent.
 */
@ApplicationModule(allowedDependencies = {"delivery", "message", "net", "queue", "relay"})
@NullMarked
package org.bocau.tlsrpt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
