/** Tests of the webmail. */
@NullMarked
package org.bocau.webmail;

import org.jspecify.annotations.NullMarked;
