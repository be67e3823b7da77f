/**
 * Text and HTML of strangers made harmless: the parse-and-rebuild sanitiser with its own CSS
 * parser, HTML as plain text, plain text as linked blocks, format=flowed (RFC 3676). Pure, imports
 * nothing of ours. Invariant: what comes out was built from an allow-list, never edited as a
 * string.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.markup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
