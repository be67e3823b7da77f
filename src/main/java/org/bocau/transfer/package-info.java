/**
 * Mail in files, out and in: folders, chosen messages, what a search finds or the whole account as
 * single messages, mbox (RFC 4155) or Maildir, and the pages for it. Speaks IMAP through {@code
 * mailclient}. Tables: mail_import, mail_import_file, mail_import_note. Invariant: no name within a
 * file is ever a place on our disk, no message is whole in memory, and a message is told as
 * imported only when the server has it.
 */
@ApplicationModule(allowedDependencies = {"account", "finding", "mailclient", "message", "webmail"})
@NullMarked
package org.bocau.transfer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
