/** Tests of listeners and connections, on real sockets. */
@NullMarked
package org.bocau.net;

import org.jspecify.annotations.NullMarked;
