package org.bocau.admin;

import java.util.List;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.account.InboundRule;
import org.bocau.account.NewDkimKey;
import org.bocau.security.Audit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes to domains, each in one transaction with its audit row. */
@Service
class AuditedDomains {
    private final Domains domains;
    private final DkimKeyRing ring;
    private final Audit audit;

    AuditedDomains(Domains domains, DkimKeyRing ring, Audit audit) {
        this.domains = domains;
        this.ring = ring;
        this.audit = audit;
    }

    @Transactional
    DomainRow create(String actor, String name) {
        var domain = domains.find(domains.create(name)).orElseThrow();
        audit.record(actor, "domain.create", domain.name(), "");
        return domain;
    }

    @Transactional
    void inboundRule(String actor, DomainRow domain, InboundRule rule) {
        var before = domains.inboundRule(domain.id());
        domains.inboundRule(domain.id(), rule);
        audit.record(actor, "domain.rule", domain.name(), before + " → " + rule);
    }

    @Transactional
    void addKeys(String actor, DomainRow domain, List<NewDkimKey> fresh) {
        ring.add(domain.id(), fresh);
        var selectors = fresh.stream().map(NewDkimKey::selector).toList();
        audit.record(actor, "domain.keys.new", domain.name(), String.join(", ", selectors));
    }

    @Transactional
    void signWith(String actor, DomainRow domain, long key) {
        var selector = ring.sign(domain.id(), key).selector();
        audit.record(actor, "domain.keys.sign", domain.name(), selector);
    }

    @Transactional
    void removeKey(String actor, DomainRow domain, long key) {
        var selector = ring.remove(domain.id(), key).selector();
        audit.record(actor, "domain.keys.remove", domain.name(), selector);
    }

    @Transactional
    void delete(String actor, DomainRow domain) {
        domains.delete(domain.id());
        audit.record(actor, "domain.delete", domain.name(), "");
    }
}
