/**
 * The IMAP server. {@link ImapSession} reads a command with {@link ImapReader}, looks its verb up
 * in {@link ImapVerb} (one row a verb: name, parser, policy) and runs it; each command is one file
 * whose type ({@link ImapCommand}) says the state it needs. {@link Selected} holds what the client
 * has been told of the selected mailbox and is the only place that tells it what changed. A new
 * command is a file, a row, a transcript; a new capability a constant of {@link Capability}. Owns
 * no table. RFC 3501 and the extensions that Capability lists. Invariant: a command is parsed to
 * its CRLF before anything is done, so the stream stays in step whatever the client sends.
 */
@ApplicationModule(allowedDependencies = {"net", "message", "account", "security", "mailbox"})
@NullMarked
package org.bocau.imap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
