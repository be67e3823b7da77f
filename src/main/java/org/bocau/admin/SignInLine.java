package org.bocau.admin;

import java.time.Instant;
import org.bocau.security.LoginRow;
import org.jspecify.annotations.Nullable;

/** One attempt to sign in as the page shows it. */
record SignInLine(
        Instant at,
        String service,
        @Nullable String login,
        String remote,
        boolean secure,
        String outcome) {
    static SignInLine of(LoginRow row) {
        return new SignInLine(
                row.at(),
                row.service(),
                row.login(),
                RemoteAddress.text(row.remote()),
                row.secure(),
                row.outcome());
    }
}
