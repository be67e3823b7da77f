/**
 * The frame of the webmail, its folders and lists: what every page of mail stands in, over {@link
 * org.bocau.mailclient.MailClient}, which speaks IMAP and SMTP through Angus Mail. The rows above
 * it read letters ({@code reading}), search ({@code finding}), write ({@code compose}) and act
 * ({@code actions}); it knows none of them. Tables: none. Invariant: a page tells where it goes on
 * by the message at its edge, never by a number, so mail that comes or goes meanwhile shifts
 * nothing.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "mailclient",
            "message",
            "preferences",
            "search",
            "security",
            "triage"
        })
@NullMarked
package org.bocau.webmail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
