/**
 * The webmail: controllers over {@link org.bocau.mailclient.MailClient}, which speaks IMAP and SMTP
 * through Angus Mail; beside that it only asks the queue for messages that wait (decision 77).
 * Tables: held_send, image_sender, invitation_answer. Invariant: no octet of a message's HTML
 * stands in a page of the application, it is a response of its own in a frame without scripts; but
 * for what is quoted in the editor, cleaned and without effect.
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
            "search",
            "remote",
            "invitation",
            "net",
            "trust",
            "triage",
            "queue :: held"
        })
@NullMarked
package org.bocau.webmail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
