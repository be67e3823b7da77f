/**
 * Letters and conversations, opened: their bodies, files and pictures, whether to believe them, and
 * the short answers that go out from beside them (invitations, leaving a list, read receipts).
 * Tables: image_sender, invitation_answer, left_list. RFCs: 2369 and 8058 (leaving a list), 6047
 * (invitations), 8098 and 3503 (receipts). Invariant: no octet of a message's HTML stands in a page
 * of the application, it is a response of its own in a frame without scripts.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "contacts",
            "invitation",
            "mailclient",
            "markup",
            "message",
            "net",
            "preferences",
            "remote",
            "trust",
            "webmail"
        })
@NullMarked
package org.bocau.reading;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
