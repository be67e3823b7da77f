/** Tests of the webmail. */
@NullMarked
package org.bocau.settings;

import org.jspecify.annotations.NullMarked;
