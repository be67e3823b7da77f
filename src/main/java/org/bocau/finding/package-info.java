/**
 * Search over all folders: the box with its completion, the fields, saved searches, and pages of
 * what is found. Tables: none (saved searches are {@code search}'s). Invariant: the text of the
 * query is all there is to a search; the same text finds the same.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "contacts",
            "mailclient",
            "message",
            "search",
            "triage",
            "webmail"
        })
@NullMarked
package org.bocau.finding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
