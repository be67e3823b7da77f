/** Tests of the webmail. */
@NullMarked
package org.bocau.webpush;

import org.jspecify.annotations.NullMarked;
