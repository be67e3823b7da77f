/** Tests of filtering. */
@NullMarked
package org.bocau.filter;

import org.jspecify.annotations.NullMarked;
