/**
 * Invitations in letters: {@link InvitationReader} reads what an iCalendar object asks for, {@link
 * InvitationReply} writes the answer. Syntax and types by biweekly; pure, no table. RFC 5545, 5546,
 * 6047. Invariant: what a stranger wrote costs no more than its length.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.bocau.invitation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
