/** Tests of writing and sending. */
@NullMarked
package org.bocau.compose;

import org.jspecify.annotations.NullMarked;
