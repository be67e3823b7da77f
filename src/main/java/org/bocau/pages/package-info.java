/**
 * What the controllers of all pages share, whatever module they are of: the short text after a
 * change. Owns no table. Invariant: knows nothing of any page.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.pages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
