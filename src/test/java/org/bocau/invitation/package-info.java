/** Tests of invitation. */
@NullMarked
package org.bocau.invitation;

import org.jspecify.annotations.NullMarked;
