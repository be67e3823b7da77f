/**
 * What is done with messages: buttons over lists, labels, jobs over all of a list, snoozing, muting
 * and screening. It carries out over IMAP what {@code triage} remembers. Tables: none. Invariant:
 * an action is small steps, each of which says what takes back exactly what it has changed
 * (decision 76).
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "finding",
            "mailclient",
            "preferences",
            "triage",
            "webmail"
        })
@NullMarked
package org.bocau.actions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
