/**
 * From an accepted envelope to rows: {@link Delivery} routes, filters, files or enqueues in one
 * transaction. Owns no table. RFC 5321 §3, §6. Invariant: when it returns, everything it was given
 * is committed.
 */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "message",
            "net",
            "mailbox",
            "queue",
            "filter",
            "preferences",
            "rules",
            "mailauth",
            "database",
            "security"
        })
@NullMarked
package org.bocau.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
