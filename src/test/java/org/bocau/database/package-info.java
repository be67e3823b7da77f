/** Tests of the data directory, the embedded database and the checks of any database. */
@NullMarked
package org.bocau.database;

import org.jspecify.annotations.NullMarked;
