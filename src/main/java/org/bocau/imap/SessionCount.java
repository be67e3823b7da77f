package org.bocau.imap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.account.AccountId;
import org.springframework.stereotype.Component;

/** How many sessions each account has open on this node; threads share it. */
@Component
final class SessionCount {
    private final Map<AccountId, Integer> open = new ConcurrentHashMap<>();

    /** Counts one more, unless that would be more than {@code most}. */
    boolean enter(AccountId account, int most) {
        if (open.merge(account, 1, Integer::sum) <= most) {
            return true;
        }
        leave(account);
        return false;
    }

    void leave(AccountId account) {
        open.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
    }
}
