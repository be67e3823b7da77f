/**
 * What people look for: {@link Query} reads the search box into an {@link Expression}, which knows
 * no protocol, and says what it could not read; and the searches they keep ({@link SavedSearches}).
 * Table: saved_search. Invariant: reading is total: any text is a query, and what was left out of
 * it is named.
 */
@ApplicationModule(allowedDependencies = {"account", "message"})
@NullMarked
package org.bocau.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
