/**
 * Where the rows live: the embedded PostgreSQL (fsync on, one process per data directory), the data
 * directory and its lock, and the checks made before the first statement. Owns no table. Invariant:
 * nothing runs on a database that could lose an acknowledged commit.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
