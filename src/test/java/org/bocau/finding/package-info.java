/** Tests of search in the webmail. */
@NullMarked
package org.bocau.finding;

import org.jspecify.annotations.NullMarked;
