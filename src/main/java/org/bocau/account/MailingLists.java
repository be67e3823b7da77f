package org.bocau.account;

import java.time.Clock;
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
 * Makes, edits and deletes mailing lists: one transaction a method, or the caller's own. Refusals
 * are {@link FieldRefusal}s; an id that is nobody's is a {@link NoSuchElementException}.
 */
@Service
public class MailingLists {
    /** How many members a list may have. */
    static final int MOST_MEMBERS = 5000;

    private final MailingListRepository lists;
    private final Addresses addresses;
    private final Clock clock;

    MailingLists(MailingListRepository lists, Addresses addresses, Clock clock) {
        this.lists = lists;
        this.addresses = addresses;
        this.clock = clock;
    }

    /**
     * A page of lists by address; the page's own order is not asked.
     *
     * @param text part of its address or name, in any case; empty for all
     */
    @Transactional(readOnly = true)
    public Page<MailingListRow> page(String text, Pageable page) {
        return lists.page(text.strip().toLowerCase(Locale.ROOT), page);
    }

    @Transactional(readOnly = true)
    public Optional<MailingListDetails> find(MailingListId id) {
        return lists.findById(id.value()).map(StoredMailingList::details);
    }

    @Transactional(readOnly = true)
    public Optional<MailingListDetails> find(EmailAddress address) {
        return lists.findByAddress(address.canonical().toString()).map(StoredMailingList::details);
    }

    /**
     * @throws FieldRefusal at {@code address}: the domain is not ours, or the address has a meaning
     *     already; at {@code name}; at {@code members}: none, over {@value #MOST_MEMBERS}, or one
     *     of ours that does not exist
     */
    @Transactional
    public MailingListId create(EmailAddress wanted, String name, List<EmailAddress> members) {
        Addresses.checkName(name);
        var of = addresses.targets("members", members, MOST_MEMBERS);
        refuseItself(wanted.canonical(), of);
        var address = addresses.claim(wanted, Addresses.LIST);
        return lists.saveAndFlush(new StoredMailingList(address, name, of, clock.instant())).id();
    }

    /**
     * @param version of the {@link MailingListDetails} the form began with
     * @throws FieldRefusal as for {@link #create}; at the form: somebody else edited it meanwhile
     */
    @Transactional
    public void edit(MailingListId id, int version, String name, List<EmailAddress> members) {
        Addresses.checkName(name);
        var list = stored(id);
        if (list.version() != version) {
            throw FieldRefusal.edited();
        }
        var of = addresses.targets("members", members, MOST_MEMBERS);
        refuseItself(EmailAddress.parse(list.address()), of);
        list.edit(name, of);
        try {
            lists.saveAndFlush(list);
        } catch (OptimisticLockingFailureException _) {
            throw FieldRefusal.edited();
        }
    }

    @Transactional
    public void delete(MailingListId id) {
        var list = stored(id);
        lists.delete(list);
        lists.flush();
        addresses.retire(list.address());
    }

    private StoredMailingList stored(MailingListId id) {
        return lists.findById(id.value())
                .orElseThrow(() -> new NoSuchElementException("no list " + id.value()));
    }

    private static void refuseItself(EmailAddress list, List<EmailAddress> members) {
        if (members.contains(list)) {
            throw new FieldRefusal("members", "refusal.list.itself", list.toString());
        }
    }
}
