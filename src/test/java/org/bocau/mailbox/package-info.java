@NullMarked
package org.bocau.mailbox;

import org.jspecify.annotations.NullMarked;
