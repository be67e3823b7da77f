/** Tests of the web shell. */
@NullMarked
package org.bocau.web;

import org.jspecify.annotations.NullMarked;
