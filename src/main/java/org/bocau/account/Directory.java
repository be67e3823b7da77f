package org.bocau.account;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.bocau.message.EmailAddress;

/** Turns addresses into what they mean. Reads committed rows; never writes. */
public interface Directory {
    /** What this address means; one step: an alias's targets are not followed. */
    Destination find(EmailAddress address);

    /**
     * Follows aliases and lists to the end: only {@link Destination.Local}, {@link
     * Destination.Elsewhere}, {@link Destination.MailingList}, {@link Destination.Unknown} and
     * {@link Destination.Disabled} remain; an address met twice counts once, so loops end. Lists
     * are not opened here, because their sender differs.
     */
    Set<Destination> resolve(Collection<EmailAddress> addresses);

    Optional<Account> account(AccountId id);

    /** The account whose login name this is: its address in any case. */
    Optional<Account> accountByLogin(String login);

    boolean isLocalDomain(String domain);

    /**
     * True when this account may use {@code from} as sender: its own address, with any detail, or
     * an alias to it.
     */
    boolean maySendAs(AccountId account, EmailAddress from);

    /**
     * The domain that stands for this server in greetings: the first one created; empty before
     * set-up.
     */
    Optional<String> primaryDomain();
}
