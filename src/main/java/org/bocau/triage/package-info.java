/**
 * What people decide about their mail that IMAP has no place for: the names and colours of labels,
 * when a message comes back, which conversations are muted, and what takes an action back. The
 * webmail carries it out, over IMAP. Tables: label, triage_job, triage_step, snoozed, muted_thread.
 * Invariant: whatever is kept here belongs to one account, is bounded, and nothing in it is needed
 * to read the mail.
 */
@ApplicationModule(allowedDependencies = {"account"})
@NullMarked
package org.bocau.triage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
