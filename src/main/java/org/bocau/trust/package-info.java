/**
 * Whether to believe a letter: what our own verifier found when it came, whatever in it tries to
 * pass for something else, and how one may leave the list it came from. Pure, no table. RFC 8601,
 * 2369, 8058. Invariant: nothing but an Authentication-Results field that this server wrote makes a
 * letter believed.
 */
@ApplicationModule(allowedDependencies = {"mailauth", "markup", "message"})
@NullMarked
package org.bocau.trust;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
