package org.bocau.account;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bocau.message.EmailAddress;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, edits and deletes aliases: one transaction a method, or the caller's own. Refusals are
 * {@link FieldRefusal}s; an id that is nobody's is a {@link NoSuchElementException}.
 */
@Service
public class Aliases {
    /** How many addresses one alias may stand for; more is a mailing list. */
    static final int MOST_TARGETS = 100;

    private final AliasRepository aliases;
    private final Addresses addresses;
    private final Directory directory;
    private final Clock clock;

    Aliases(AliasRepository aliases, Addresses addresses, Directory directory, Clock clock) {
        this.aliases = aliases;
        this.addresses = addresses;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * A page of aliases by address; the page's own order is not asked.
     *
     * @param text part of its address or of a target, in any case; empty for all
     */
    @Transactional(readOnly = true)
    public Page<AliasRow> page(String text, Pageable page) {
        return aliases.page(text.strip().toLowerCase(Locale.ROOT), page).map(StoredAlias::row);
    }

    @Transactional(readOnly = true)
    public Optional<AliasRow> find(AliasId id) {
        return aliases.findById(id.value()).map(StoredAlias::row);
    }

    @Transactional(readOnly = true)
    public Optional<AliasRow> find(EmailAddress address) {
        return aliases.findByAddress(address.canonical().toString()).map(StoredAlias::row);
    }

    /**
     * @throws FieldRefusal at {@code address}: the domain is not ours, or the address has a meaning
     *     already; at {@code targets}: none, over {@value #MOST_TARGETS}, one of ours that does not
     *     exist, or a way back to the alias itself
     */
    @Transactional
    public AliasId create(EmailAddress wanted, List<EmailAddress> targets) {
        var to = addresses.targets("targets", targets, MOST_TARGETS);
        refuseLoop(wanted.canonical(), to);
        var address = addresses.claim(wanted, Addresses.ALIAS);
        return aliases.saveAndFlush(new StoredAlias(address, to, clock.instant())).id();
    }

    /**
     * @param version of the {@link AliasRow} the form began with
     * @throws FieldRefusal as for {@link #create}; at the form: somebody else edited it meanwhile
     */
    @Transactional
    public void edit(AliasId id, int version, List<EmailAddress> targets) {
        var alias = stored(id);
        if (alias.version() != version) {
            throw FieldRefusal.edited();
        }
        var to = addresses.targets("targets", targets, MOST_TARGETS);
        refuseLoop(EmailAddress.parse(alias.address()), to);
        alias.retarget(to);
        try {
            aliases.saveAndFlush(alias);
        } catch (OptimisticLockingFailureException _) {
            throw FieldRefusal.edited();
        }
    }

    @Transactional
    public void delete(AliasId id) {
        var alias = stored(id);
        aliases.delete(alias);
        aliases.flush();
        addresses.retire(alias.address());
    }

    private StoredAlias stored(AliasId id) {
        return aliases.findById(id.value())
                .orElseThrow(() -> new NoSuchElementException("no alias " + id.value()));
    }

    /**
     * Two edits at once can still close a circle between them; {@link Directory#resolve} ends all
     * the same.
     */
    private void refuseLoop(EmailAddress alias, List<EmailAddress> targets) {
        var met = new HashSet<EmailAddress>();
        var ahead = new ArrayDeque<>(targets);
        while (!ahead.isEmpty()) {
            var next = ahead.remove();
            if (next.equals(alias)) {
                throw new FieldRefusal("targets", "refusal.alias.loop", alias.toString());
            }
            if (met.add(next)
                    && directory.find(next) instanceof Destination.Alias further
                    && met.add(further.address())) {
                ahead.addAll(further.targets());
            }
        }
    }
}
