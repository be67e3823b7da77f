/**
 * The IMAP server: one file a command. Owns no table. RFC 3501 and its extensions. Invariant: a
 * command is parsed to its CRLF before anything is done.
 */
@ApplicationModule(allowedDependencies = {"net", "message", "account", "security", "mailbox"})
@NullMarked
package org.bocau.imap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
