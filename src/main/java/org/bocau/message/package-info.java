/**
 * Messages as octets: {@link Spool} receives them, {@link MimeParser} reads them once into a {@link
 * ParsedMessage} (part tree with octet offsets, rendered ENVELOPE and BODYSTRUCTURE, preview,
 * searchable text), {@link EmailAddress} is the one address type. No Spring, no JPA, no sockets.
 * Owns no table. RFC 5322, 2045-2049, 2047, 2231, 6532. Invariant: octets are never altered, and no
 * message makes the parser fail.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
