/** Tests of remote. */
@NullMarked
package org.bocau.remote;

import org.jspecify.annotations.NullMarked;
