/** Tests of opened letters and conversations. */
@NullMarked
package org.bocau.reading;

import org.jspecify.annotations.NullMarked;
