package org.bocau.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bocau.account.Account;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.mailbox.MailStore;
import org.bocau.message.EmailAddress;
import org.springframework.stereotype.Component;

/** Who gets what is sent to an address, and whether the address takes mail now. */
@Component
class Routing {
    /** Where a list's bounces go; its members never see them. RFC 5321 §3.9.2, RFC 2142 §6. */
    private static final List<String> LIST_ADMINISTRATION = List.of("-bounces", "-owner");

    private final Directory directory;
    private final MailStore store;

    Routing(Directory directory, MailStore store) {
        this.directory = directory;
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
            case Destination.MailingList list when list.members().isEmpty() ->
                    new RecipientVerdict.NoMembers();
            case Destination.Alias alias -> checkAlias(address, alias, octets);
            case Destination.Local local when !fits(local.account(), octets) ->
                    new RecipientVerdict.OverQuota();
            case Destination.Local _, Destination.MailingList _, Destination.Elsewhere _ ->
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
            anybody |= !(end instanceof Destination.Unknown || end instanceof Destination.Disabled);
        }
        return anybody
                ? new RecipientVerdict.Accepted(new Recipient(address, alias))
                : new RecipientVerdict.NoSuchUser();
    }

    /** False when the account has a quota and this much would exceed it. */
    boolean fits(Account account, long octets) {
        return account.quotaOctets() == 0
                || store.usage(account.id()).octets() + octets <= account.quotaOctets();
    }

    /** RFC 5321 §4.5.1. */
    Optional<EmailAddress> postmaster() {
        return directory.primaryDomain().map(domain -> new EmailAddress("postmaster", domain));
    }

    /** As {@link Directory#resolve}. */
    Set<Destination> resolve(Collection<EmailAddress> addresses) {
        return directory.resolve(addresses);
    }

    /** What the address means, those that administer a list among them: the domain's postmaster. */
    private Destination find(EmailAddress address) {
        var found = directory.find(address);
        if (found instanceof Destination.Unknown) {
            var local = address.localPart().toLowerCase(Locale.ROOT);
            for (var suffix : LIST_ADMINISTRATION) {
                if (local.endsWith(suffix)
                        && local.length() > suffix.length()
                        && isList(local.substring(0, local.length() - suffix.length()), address)) {
                    return directory.find(new EmailAddress("postmaster", address.domain()));
                }
            }
        }
        return found;
    }

    private boolean isList(String localPart, EmailAddress address) {
        var list = directory.find(new EmailAddress(localPart, address.domain()));
        return list instanceof Destination.MailingList;
    }
}
