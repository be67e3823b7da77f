/**
 * The console: set-up, domains, accounts, aliases, lists, and declarative provisioning. Owns no
 * table. Invariant: every change leaves an audit row in the same transaction.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "mailbox",
            "queue",
            "delivery",
            "net",
            "pages",
            "security",
            "message",
            "database"
        })
@NullMarked
package org.bocau.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
