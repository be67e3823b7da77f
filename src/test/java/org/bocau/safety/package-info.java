/**
 * What has happened to other webmails, tried on this one: the classes of attack T1 to T60 of {@code
 * src/docs/security.md}, each a tag of the tests that are for it; and what every page must be for
 * everybody: accessible, usable without a script and by keys alone, light.
 */
@NullMarked
package org.bocau.safety;

import org.jspecify.annotations.NullMarked;
