/** Tests of the search box. */
@NullMarked
package org.bocau.search;

import org.jspecify.annotations.NullMarked;
