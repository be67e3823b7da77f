/** Tests of the webmail. */
@NullMarked
package org.bocau.mailclient;

import org.jspecify.annotations.NullMarked;
