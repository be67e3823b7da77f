/**
 * The frame of every page: assets under versioned addresses, language and theme, the sign-in page,
 * error pages, request ids. Templates use it through the model attribute {@code shell}; nobody
 * imports it. Owns no table. Invariant: no page shows internals, and none needs a script.
 */
@ApplicationModule(allowedDependencies = {"account", "message", "preferences", "security"})
@NullMarked
package org.bocau.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
