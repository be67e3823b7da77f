/** What people decide about their mail, tested. */
@NullMarked
package org.bocau.triage;

import org.jspecify.annotations.NullMarked;
