/**
 * The webmail: controllers over {@link org.bocau.mailclient.MailClient}, which speaks IMAP and SMTP
 * through Angus Mail and nothing else. Tables: scheduled_send, image_sender, invitation_answer.
 * Invariant: no octet of a message's HTML reaches the application's own origin.
 */
@ApplicationModule(
        allowedDependencies = {
            "message",
            "security",
            "account",
            "contacts",
            "markup",
            "mailclient",
            "preferences",
            "remote",
            "invitation",
            "net",
            "trust"
        })
@NullMarked
package org.bocau.webmail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
