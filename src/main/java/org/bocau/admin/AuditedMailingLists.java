package org.bocau.admin;

import java.util.Optional;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to mailing lists, each in one transaction with its audit row. */
@Service
class AuditedMailingLists {
    private final MailingLists lists;
    private final Subscriptions subscriptions;
    private final Audit audit;

    AuditedMailingLists(MailingLists lists, Subscriptions subscriptions, Audit audit) {
        this.lists = lists;
        this.subscriptions = subscriptions;
        this.audit = audit;
    }

    @Transactional
    MailingListId create(String actor, EmailAddress address, MailingListSettings settings) {
        var id = lists.create(address, settings);
        audit.record(
                actor,
                "list.create",
                address.toString(),
                "name: %s, members: %d, posting: %s"
                        .formatted(settings.name(), settings.members().size(), settings.posting()));
        return id;
    }

    /**
     * @param version of the row the form began with
     */
    @Transactional
    void edit(String actor, MailingListDetails before, int version, MailingListSettings settings) {
        lists.edit(before.id(), version, settings);
        var changed =
                new Differences()
                        .compare("name", before.name(), settings.name())
                        .compareSets("members", before.members(), settings.members())
                        .compare("posting", before.posting(), settings.posting())
                        .compareSets("owners", before.owners(), settings.owners());
        audit.record(actor, "list.edit", before.address().toString(), changed.toString());
    }

    /**
     * @return the member; empty when it is not on the list any more
     */
    @Transactional
    Optional<EmailAddress> reset(String actor, MailingListDetails list, long number) {
        var member = subscriptions.reset(list.id(), number);
        member.ifPresent(address ->
                audit.record(actor, "list.reset", list.address().toString(), "member: " + address));
        return member;
    }

    @Transactional
    void delete(String actor, MailingListDetails list) {
        lists.delete(list.id());
        audit.record(actor, "list.delete", list.address().toString(), "");
    }
}
