package org.bocau.admin;

import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to domains, each in one transaction with its audit row. */
@Service
class AuditedDomains {
    private final Domains domains;
    private final Audit audit;

    AuditedDomains(Domains domains, Audit audit) {
        this.domains = domains;
        this.audit = audit;
    }

    @Transactional
    DomainRow create(String actor, String name) {
        var domain = domains.find(domains.create(name)).orElseThrow();
        audit.record(actor, "domain.create", domain.name(), "");
        return domain;
    }

    @Transactional
    void delete(String actor, DomainRow domain) {
        domains.delete(domain.id());
        audit.record(actor, "domain.delete", domain.name(), "");
    }
}
