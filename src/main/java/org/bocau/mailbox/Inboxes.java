package org.bocau.mailbox;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which mailbox is an account's INBOX: asked for by every delivery, and never another one. INBOX
 * can be neither deleted nor made anew, RENAME leaves it where it is (RFC 9051 §6.3.6), and numbers
 * of accounts are not used twice. What is known of an account that is gone does no harm: its
 * mailbox is not there to be written to.
 */
@Component
class Inboxes {
    /** Some megabytes; then it begins anew. */
    private static final int MOST = 50_000;

    private final JdbcClient jdbc;
    private final ConcurrentHashMap<AccountId, MailboxId> known = new ConcurrentHashMap<>();

    Inboxes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty when the account is gone. */
    Optional<MailboxId> find(AccountId account) {
        var inbox = known.get(account);
        return inbox != null ? Optional.of(inbox) : read(account);
    }

    private Optional<MailboxId> read(AccountId account) {
        var found = Locking.read(jdbc, account, MailboxName.INBOX).map(Mailbox::id);
        found.ifPresent(id -> {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(account, id);
        });
        return found;
    }
}
