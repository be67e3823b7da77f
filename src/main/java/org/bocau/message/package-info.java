/**
 * Messages as octets: {@link Spool} receives them, {@link MimeParser} reads them once into a {@link
 * ParsedMessage} (part tree with octet offsets, rendered ENVELOPE and BODYSTRUCTURE, preview, sort
 * keys), {@link MessageText} gives what SEARCH looks in, {@link EmailAddress} is the one address
 * type. {@link HeaderBlock} reads the fields of a header, {@link ContentDecoder} undoes transfer
 * encodings, {@link MessageComposer} writes fields. No Spring, no JPA, no sockets. Owns no table.
 * RFC 5322, 2045 to 2047, 2183, 2231, 3492, 5256, 5890, 6531, 6532, 8970. Invariant: octets are
 * never altered, and no message makes the parser fail.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
