/** Tests of trust. */
@NullMarked
package org.bocau.trust;

import org.jspecify.annotations.NullMarked;
