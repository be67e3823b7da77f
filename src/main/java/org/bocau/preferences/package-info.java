/**
 * What people choose for themselves: how their mail looks and behaves, the names and addresses they
 * write under, the replies they keep ready. Tables: preference, identity, reply_template.
 * Invariant: whatever is stored, what is read is a value the application knows.
 */
@ApplicationModule(allowedDependencies = {"account", "markup", "message"})
@NullMarked
package org.bocau.preferences;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
