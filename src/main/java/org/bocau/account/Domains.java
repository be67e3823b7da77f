package org.bocau.account;

import java.time.Clock;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bocau.message.EmailAddress;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes and deletes domains: one transaction a method, or the caller's own. Refusals are {@link
 * FieldRefusal}s; an id that is nobody's is a {@link NoSuchElementException}.
 */
@Service
public class Domains {
    private static final int LONGEST_NAME = 189; // "<", 64 octets, "@", this and ">" make 256

    private final DomainRepository domains;
    private final Clock clock;

    Domains(DomainRepository domains, Clock clock) {
        this.domains = domains;
        this.clock = clock;
    }

    /**
     * A page of domains by name; the page's own order is not asked.
     *
     * @param text part of a name, in any case; empty for all
     */
    @Transactional(readOnly = true)
    public Page<DomainRow> page(String text, Pageable page) {
        return domains.page(text.strip().toLowerCase(Locale.ROOT), page);
    }

    @Transactional(readOnly = true)
    public Optional<DomainRow> find(DomainId id) {
        return domains.row(id.value());
    }

    /**
     * @param name A-labels, lower case
     */
    @Transactional(readOnly = true)
    public Optional<DomainRow> find(String name) {
        return domains.row(name);
    }

    /**
     * @param name in any case, Unicode allowed; kept as lower-case A-labels
     * @throws FieldRefusal at {@code name}: not a domain, or ours already
     */
    @Transactional
    public DomainId create(String name) {
        var domain = normal(name);
        if (domains.findByName(domain).isPresent()) {
            throw taken(domain);
        }
        try {
            return domains.saveAndFlush(new StoredDomain(domain, clock.instant())).id();
        } catch (DataIntegrityViolationException _) { // somebody else, a moment ago
            throw taken(domain);
        }
    }

    /** What is done with mail to this domain that fails its sender's policy. */
    @Transactional(readOnly = true)
    public InboundRule inboundRule(DomainId id) {
        return stored(id).inboundRule();
    }

    /** Counts for messages whose data ends after this has committed. */
    @Transactional
    public void inboundRule(DomainId id, InboundRule rule) {
        stored(id).inboundRule(rule);
    }

    /**
     * @throws FieldRefusal at the form: accounts, aliases or lists are still in it
     */
    @Transactional
    public void delete(DomainId id) {
        var domain = stored(id);
        try {
            domains.delete(domain);
            domains.flush();
        } catch (DataIntegrityViolationException _) {
            throw new FieldRefusal("", "refusal.domain.used", domain.name());
        }
    }

    private StoredDomain stored(DomainId id) {
        return domains.findById(id.value())
                .orElseThrow(() -> new NoSuchElementException("no domain " + id.value()));
    }

    /** Not an address literal, and within a path of RFC 5321 §4.5.3.1.3 beside any local part. */
    private static String normal(String name) {
        try {
            var domain = new EmailAddress("postmaster", name.strip()).domain();
            if (!domain.startsWith("[") && domain.length() <= LONGEST_NAME) {
                return domain;
            }
        } catch (IllegalArgumentException _) {
            // falls through to the one refusal for both
        }
        throw new FieldRefusal("name", "refusal.domain.invalid", name);
    }

    private static FieldRefusal taken(String domain) {
        return new FieldRefusal("name", "refusal.domain.taken", domain);
    }
}
