package org.bocau.admin;

import java.util.List;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingLists;
import org.bocau.message.EmailAddress;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to mailing lists, each in one transaction with its audit row. */
@Service
class AuditedMailingLists {
    private final MailingLists lists;
    private final Audit audit;

    AuditedMailingLists(MailingLists lists, Audit audit) {
        this.lists = lists;
        this.audit = audit;
    }

    @Transactional
    MailingListId create(
            String actor, EmailAddress address, String name, List<EmailAddress> members) {
        var id = lists.create(address, name, members);
        audit.record(
                actor,
                "list.create",
                address.toString(),
                "name: " + name + ", members: " + members.size());
        return id;
    }

    /**
     * @param version of the row the form began with
     */
    @Transactional
    void edit(
            String actor,
            MailingListDetails before,
            int version,
            String name,
            List<EmailAddress> members) {
        lists.edit(before.id(), version, name, members);
        var changed =
                new Differences()
                        .compare("name", before.name(), name)
                        .compareSets("members", before.members(), members);
        audit.record(actor, "list.edit", before.address().toString(), changed.toString());
    }

    @Transactional
    void delete(String actor, MailingListDetails list) {
        lists.delete(list.id());
        audit.record(actor, "list.delete", list.address().toString(), "");
    }
}
