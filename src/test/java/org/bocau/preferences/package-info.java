/** Tests of the webmail. */
@NullMarked
package org.bocau.preferences;

import org.jspecify.annotations.NullMarked;
