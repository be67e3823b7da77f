/** Tests of rules. */
@NullMarked
package org.bocau.rules;

import org.jspecify.annotations.NullMarked;
