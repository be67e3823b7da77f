package org.bocau.admin;

import java.util.function.Function;
import org.bocau.account.Accounts;
import org.bocau.account.Aliases;
import org.bocau.account.Domains;
import org.bocau.account.MailingLists;
import org.bocau.net.Listeners;
import org.bocau.queue.OutboundQueue;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;

/** How many of everything there are. */
@Component
class Overview {
    private static final PageRequest ONE = PageRequest.of(0, 1); // only the total is asked for

    private final Accounts accounts;
    private final Domains domains;
    private final Aliases aliases;
    private final MailingLists lists;
    private final OutboundQueue queue;
    private final Listeners listeners;

    Overview(
            Accounts accounts,
            Domains domains,
            Aliases aliases,
            MailingLists lists,
            OutboundQueue queue,
            Listeners listeners) {
        this.accounts = accounts;
        this.domains = domains;
        this.aliases = aliases;
        this.lists = lists;
        this.queue = queue;
        this.listeners = listeners;
    }

    /**
     * @param connections to all services of this node
     */
    record Counts(
            long accounts, long domains, long aliases, long lists, long queued, int connections) {}

    Counts counts() {
        return new Counts(
                total(page -> accounts.page("", page)),
                total(page -> domains.page("", page)),
                total(page -> aliases.page("", page)),
                total(page -> lists.page("", page)),
                queue.size(),
                listeners.connections().size());
    }

    private static long total(Function<PageRequest, Page<?>> list) {
        return list.apply(ONE).getTotalElements();
    }
}
