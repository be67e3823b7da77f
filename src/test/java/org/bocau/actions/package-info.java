/** Tests of what is done with messages. */
@NullMarked
package org.bocau.actions;

import org.jspecify.annotations.NullMarked;
