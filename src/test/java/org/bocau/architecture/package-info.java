/** The rules of the house style that a machine can check. */
@NullMarked
package org.bocau.architecture;

import org.jspecify.annotations.NullMarked;
