/**
 * The pages where people choose for themselves: how their mail looks and behaves, identities,
 * templates of replies, rules, absence, password, sessions and app passwords, and what their
 * telephone needs to know. Owns no table. Invariant: every page is of whoever is signed in; no
 * request names an account.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "filter",
            "mailclient",
            "message",
            "net",
            "pages",
            "preferences",
            "rules",
            "security",
            "triage",
            "webpush"
        })
@NullMarked
package org.bocau.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
