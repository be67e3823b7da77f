/**
 * What the tests of all modules share: the running application, transcripts, and what they watch.
 */
@NullMarked
package org.bocau.testing;

import org.jspecify.annotations.NullMarked;
