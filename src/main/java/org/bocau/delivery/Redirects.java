package org.bocau.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bocau.account.AccountId;

/**
 * Which accounts' scripts one message has been shown to, and from whom to whom they sent it on
 * within this server. Those who send mail to each other in a ring would all be rid of it.
 */
final class Redirects {
    private final Set<AccountId> asked = new HashSet<>();
    private final Map<AccountId, Set<AccountId>> ways = new HashMap<>();

    /** True the first time. */
    boolean ask(AccountId account) {
        return asked.add(account);
    }

    /** Notes where one leads; false when it is one of those that lead here, or all lead here. */
    boolean lead(AccountId from, Set<AccountId> to) {
        boolean back = to.stream().anyMatch(one -> leads(one, from));
        if (!back) {
            ways.computeIfAbsent(from, _ -> new HashSet<>()).addAll(to);
        }
        return !back;
    }

    private boolean leads(AccountId from, AccountId to) {
        var met = new HashSet<AccountId>();
        var ahead = new ArrayDeque<>(List.of(from));
        while (!ahead.isEmpty()) {
            var at = ahead.remove();
            if (at.equals(to)) {
                return true;
            }
            if (met.add(at)) {
                ahead.addAll(ways.getOrDefault(at, Set.of()));
            }
        }
        return false;
    }
}
