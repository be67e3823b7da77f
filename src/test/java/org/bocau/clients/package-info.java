/** Mail programs that nobody here wrote, driven against the running server. */
@NullMarked
package org.bocau.clients;

import org.jspecify.annotations.NullMarked;
