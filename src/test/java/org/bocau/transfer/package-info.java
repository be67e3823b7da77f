/** Tests of the webmail. */
@NullMarked
package org.bocau.transfer;

import org.jspecify.annotations.NullMarked;
