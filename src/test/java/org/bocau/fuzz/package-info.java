/**
 * Coverage-guided fuzzing with Jazzer: the targets, their seeds under {@code
 * src/test/resources/fuzz}, and the run. src/docs/security.md says how.
 */
@NullMarked
package org.bocau.fuzz;

import org.jspecify.annotations.NullMarked;
