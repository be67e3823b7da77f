package org.bocau.imap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.account.AccountId;
import org.springframework.stereotype.Component;

/** How many sessions each account has open; threads share it. */
@Component
final class SessionCount {
    private final Map<AccountId, Integer> open = new ConcurrentHashMap<>();

    /** Counts one more, unless that would be more than {@code most}. */
    boolean enter(AccountId account, int most) {
        return open.merge(account, 1, (now, one) -> Math.min(now + one, most + 1)) <= most
                || !leave(account);
    }

    /** Always true. */
    boolean leave(AccountId account) {
        open.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
        return true;
    }

    int of(AccountId account) {
        return open.getOrDefault(account, 0);
    }
}
