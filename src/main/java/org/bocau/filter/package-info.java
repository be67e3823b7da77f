/**
 * Sieve: parses scripts and decides what is to be done with a message for one recipient; performs
 * nothing. No tables. RFC 5228, and what {@link org.bocau.filter.Script#extensions} names.
 * Invariant: no side effects.
 */
@ApplicationModule(allowedDependencies = {"message"})
@NullMarked
package org.bocau.filter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
