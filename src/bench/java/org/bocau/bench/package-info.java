/**
 * The benchmark: our packaged server and, where installed, Dovecot under the same load in one run.
 * No part of the product and not in its jar; {@code src/docs/performance.md} says how to run it.
 */
@NullMarked
package org.bocau.bench;

import org.jspecify.annotations.NullMarked;
