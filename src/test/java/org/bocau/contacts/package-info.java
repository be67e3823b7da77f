@NullMarked
package org.bocau.contacts;

import org.jspecify.annotations.NullMarked;
