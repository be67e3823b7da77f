package org.bocau.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.SenderRewriting;
import org.bocau.account.Subscriptions;
import org.bocau.mailbox.MailStore;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who gets what is sent to an address, and whether the address takes mail now. */
@Component
class Routing {
    private final Directory directory;
    private final Subscriptions subscriptions;
    private final SenderRewriting rewriting;
    private final MailStore store;

    Routing(
            Directory directory,
            Subscriptions subscriptions,
            SenderRewriting rewriting,
            MailStore store) {
        this.directory = directory;
        this.subscriptions = subscriptions;
        this.rewriting = rewriting;
        this.store = store;
    }

    /**
     * What the address is told at RCPT.
     *
     * @param octets the size announced, 0 when none was
     */
    RecipientVerdict check(EmailAddress address, long octets, Origin origin) {
        var destination = find(address);
        return switch (destination) {
            case Destination.Unknown _ -> new RecipientVerdict.NoSuchUser();
            case Destination.Disabled _ -> new RecipientVerdict.Disabled();
            case Destination.Elsewhere _ when origin instanceof Origin.Peer ->
                    new RecipientVerdict.RelayDenied();
            case Destination.MailingList list when !reachesSomebody(list) ->
                    new RecipientVerdict.NoMembers();
            case Destination.Alias alias -> checkAlias(address, alias, octets);
            case Destination.Local local when !fits(local.account(), octets) ->
                    new RecipientVerdict.OverQuota();
            case Destination.Local _,
                    Destination.MailingList _,
                    Destination.ListDesk _,
                    Destination.Rewritten _,
                    Destination.Elsewhere _ ->
                    new RecipientVerdict.Accepted(new Recipient(address, destination));
        };
    }

    private RecipientVerdict checkAlias(
            EmailAddress address, Destination.Alias alias, long octets) {
        boolean anybody = false;
        for (var end : resolve(List.of(alias.address()))) {
            if (end instanceof Destination.Local local && !fits(local.account(), octets)) {
                return new RecipientVerdict.OverQuota();
            }
            anybody |= reachesSomebody(end);
        }
        // the targets are asked for when the message is there, and a hundred of them not held
        var name = new Destination.Alias(alias.address(), List.of());
        return anybody
                ? new RecipientVerdict.Accepted(new Recipient(address, name))
                : new RecipientVerdict.NoSuchUser();
    }

    /** False for what a message would vanish in: it is not accepted for nobody. */
    boolean reachesSomebody(Destination end) {
        return switch (end) {
            case Destination.MailingList list -> subscriptions.anyActive(list.id());
            case Destination.Local _, Destination.ListDesk _, Destination.Elsewhere _ -> true;
            case Destination.Alias _,
                    Destination.Rewritten _,
                    Destination.Unknown _,
                    Destination.Disabled _ ->
                    false;
        };
    }

    /** False when the account has a quota and this much would exceed it. */
    boolean fits(Account account, long octets) {
        return account.quotaOctets() == 0
                || store.usage(account.id()).octets() + octets <= account.quotaOctets();
    }

    /** As it is now; empty once it is gone or disabled. */
    Optional<Account> active(AccountId account) {
        return directory.account(account).filter(Account::enabled);
    }

    boolean isLocal(String domain) {
        return directory.isLocalDomain(domain);
    }

    /** RFC 5321 §4.5.1. */
    Optional<EmailAddress> postmaster() {
        return directory.primaryDomain().map(domain -> new EmailAddress("postmaster", domain));
    }

    /** As {@link Directory#resolve}. */
    Set<Destination> resolve(Collection<EmailAddress> addresses) {
        return directory.resolve(addresses);
    }

    /** As {@link Directory#members}. */
    List<EmailAddress> members(Destination.MailingList list) {
        return directory.members(list.id());
    }

    /** As {@link Directory#find}. */
    Destination find(EmailAddress address) {
        return directory.find(address);
    }

    /**
     * The envelope sender under which a message leaves for where an address of ours sends it on. A
     * stranger's is rewritten, because SPF lets only its own hosts use it (RFC 7208 §10.3); one of
     * ours and the null reverse-path stay, and so does one that is too long to be rewritten.
     *
     * @param domain of the address that it was sent to
     */
    @Nullable EmailAddress forwarding(@Nullable EmailAddress sender, String domain) {
        return sender == null || isLocal(sender.domain())
                ? sender
                : rewriting.rewrite(sender, domain).orElse(sender);
    }
}
