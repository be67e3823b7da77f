package org.bocau.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;

/** Names, hierarchy, subscriptions. Each method is one transaction. INBOX is met in any case. */
public interface Mailboxes {
    /**
     * INBOX, Drafts, Sent, Junk, Trash, Archive with their special use, subscribed; does nothing
     * for those that exist.
     */
    void createDefaults(AccountId account);

    /** All of an account's, INBOX first, then by name. */
    List<Mailbox> list(AccountId account);

    Optional<Mailbox> find(AccountId account, String name);

    Optional<Mailbox> find(AccountId account, SpecialUse use);

    /** Fresh counters. Throws NO_SUCH_MAILBOX when it was deleted. */
    Mailbox status(MailboxId mailbox);

    /** Makes it and the levels above it. A trailing {@code /} is ignored (RFC 3501 §6.3.3). */
    Mailbox create(AccountId account, String name, @Nullable SpecialUse use);

    /**
     * Deletes messages and name; with inferiors the name stays as {@code \Noselect} (RFC 3501
     * §6.3.4).
     */
    void delete(AccountId account, String name);

    /**
     * Inferiors move along; INBOX's messages move to a new mailbox and INBOX stays, empty (RFC 3501
     * §6.3.5).
     */
    void rename(AccountId account, String from, String to);

    void subscribe(AccountId account, String name);

    void unsubscribe(AccountId account, String name);

    /** Names need not exist (RFC 3501 §6.3.6). */
    SortedSet<String> subscriptions(AccountId account);
}
