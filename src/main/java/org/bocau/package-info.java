/** The application: it starts the modules and belongs to none of them. */
@NullMarked
package org.bocau;

import org.jspecify.annotations.NullMarked;
