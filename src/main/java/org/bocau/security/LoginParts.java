package org.bocau.security;

import java.time.Clock;
import org.bocau.account.Accounts;
import org.bocau.account.AppPasswords;
import org.bocau.account.Directory;
import org.springframework.stereotype.Component;

/** What {@link Logins} is made of, beside what differs in tests. */
@Component
record LoginParts(
        Directory directory,
        Accounts accounts,
        AppPasswords appPasswords,
        Passwords passwords,
        SessionLog sessions,
        SecurityProperties properties,
        Clock clock) {}
