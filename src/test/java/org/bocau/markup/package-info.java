/** Tests of the webmail. */
@NullMarked
package org.bocau.markup;

import org.jspecify.annotations.NullMarked;
