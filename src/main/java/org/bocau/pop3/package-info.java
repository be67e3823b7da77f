/**
 * The POP3 server over the INBOX. Owns no table. RFC 1939, 2449, 2595, 3206, 5034, 6856. Invariant:
 * nothing is deleted but by QUIT.
 */
@ApplicationModule(allowedDependencies = {"net", "message", "account", "security", "mailbox"})
@NullMarked
package org.bocau.pop3;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
