/** Tests of the application as a whole. */
@NullMarked
package org.bocau;

import org.jspecify.annotations.NullMarked;
