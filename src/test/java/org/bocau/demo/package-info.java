@NullMarked
package org.bocau.demo;

import org.jspecify.annotations.NullMarked;
