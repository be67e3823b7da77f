package org.bocau.admin;

import java.util.List;
import org.bocau.account.AliasId;
import org.bocau.account.AliasRow;
import org.bocau.account.Aliases;
import org.bocau.message.EmailAddress;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to aliases, each in one transaction with its audit row. */
@Service
class AuditedAliases {
    private final Aliases aliases;
    private final Audit audit;

    AuditedAliases(Aliases aliases, Audit audit) {
        this.aliases = aliases;
        this.audit = audit;
    }

    @Transactional
    AliasId create(String actor, EmailAddress address, List<EmailAddress> targets) {
        var id = aliases.create(address, targets);
        audit.record(actor, "alias.create", address.toString(), "targets: " + targets);
        return id;
    }

    /**
     * @param version of the row the form began with
     */
    @Transactional
    void edit(String actor, AliasRow before, int version, List<EmailAddress> targets) {
        aliases.edit(before.id(), version, targets);
        var changed = new Differences().compareSets("targets", before.targets(), targets);
        audit.record(actor, "alias.edit", before.address().toString(), changed.toString());
    }

    @Transactional
    void delete(String actor, AliasRow alias) {
        aliases.delete(alias.id());
        audit.record(actor, "alias.delete", alias.address().toString(), "");
    }
}
