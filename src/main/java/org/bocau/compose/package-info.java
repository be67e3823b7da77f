/**
 * Letters on their way: written, kept as drafts, sent, held for a moment or until a time, taken
 * back, and those of others passed on as they came. Beside IMAP and SMTP it only asks the queue for
 * messages that wait (decision 77). Tables: held_send. RFCs: 5322 and 2045 (what is built), 6068
 * (mailto). Invariant: what is quoted in the editor is cleaned and without effect, and nothing
 * holds a whole message in memory.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "contacts",
            "mailclient",
            "markup",
            "message",
            "preferences",
            "queue :: held",
            "reading",
            "webmail"
        })
@NullMarked
package org.bocau.compose;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
