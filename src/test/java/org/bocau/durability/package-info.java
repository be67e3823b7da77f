/** The packaged application in its own process: killed, starved, cut off from its database. */
@NullMarked
package org.bocau.durability;

import org.jspecify.annotations.NullMarked;
