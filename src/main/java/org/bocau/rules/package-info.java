/**
 * What people want done with their mail: rules and an absence that they fill in by forms and that
 * become a script, or a script of their own. Tables: sieve_script, script_failure, vacation_answer.
 * RFC 5228, 5230. Invariant: what is stored compiles.
 */
@ApplicationModule(allowedDependencies = {"account", "filter", "message"})
@NullMarked
package org.bocau.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
