/**
 * What is to be done with a message for one recipient. Decides and performs nothing. Table:
 * sieve_script (with Sieve). RFC 5228. Invariant: no side effects.
 */
@ApplicationModule(allowedDependencies = {"message"})
@NullMarked
package org.bocau.filter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
