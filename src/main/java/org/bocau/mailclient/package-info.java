/**
 * The mail client behind the webmail: connections over IMAP and submission to this process's
 * internal listeners, through Angus Mail, and what they tell as types (folders, keys of messages,
 * parts, searches). RFC 3501, 9051, 2177, 4315, 6851. No tables. Invariant: nothing a user types
 * becomes protocol; it goes out as typed arguments only.
 */
@ApplicationModule(allowedDependencies = {"net", "message", "search", "security", "account"})
@NullMarked
package org.bocau.mailclient;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
