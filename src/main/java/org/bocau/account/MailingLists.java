package org.bocau.account;

import java.nio.charset.StandardCharsets;
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

    static final int MOST_OWNERS = 20;

    /** Octets of a local part: {@code -bounces+} and a token must have room in 64. */
    static final int LOCAL_PART = 32;

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

    /** The same for a list that everybody may send to. */
    @Transactional
    public MailingListId create(EmailAddress wanted, String name, List<EmailAddress> members) {
        return create(wanted, MailingListSettings.open(name, members));
    }

    /**
     * @throws FieldRefusal at {@code address}: the domain is not ours, the address has a meaning
     *     already, or over {@value #LOCAL_PART} octets or a plus sign before the at sign; at {@code
     *     name}; at {@code members}: none, over {@value #MOST_MEMBERS}, or one of ours that does
     *     not exist; at {@code owners} likewise, but there may be none
     */
    @Transactional
    public MailingListId create(EmailAddress wanted, MailingListSettings wish) {
        if (!hasRoom(wanted)) {
            throw new FieldRefusal("address", "refusal.list.long", LOCAL_PART);
        }
        if (wanted.localPart().indexOf('+') >= 0) { // what follows is a detail in its offices
            throw new FieldRefusal("address", "refusal.list.plus");
        }
        var settings = checked(wanted.canonical(), wish);
        var address = addresses.claim(wanted, Addresses.LIST);
        return lists.saveAndFlush(new StoredMailingList(address, settings, clock.instant())).id();
    }

    /**
     * @param version of the {@link MailingListDetails} the form began with
     * @throws FieldRefusal as for {@link #create}; at the form: somebody else edited it meanwhile
     */
    @Transactional
    public void edit(MailingListId id, int version, MailingListSettings wish) {
        var list = stored(id);
        if (list.version() != version) {
            throw FieldRefusal.edited();
        }
        list.edit(checked(EmailAddress.parse(list.address()), wish));
        try {
            lists.saveAndFlush(list);
        } catch (OptimisticLockingFailureException _) {
            throw FieldRefusal.edited();
        }
    }

    /** Changes name and members only. */
    @Transactional
    public void edit(MailingListId id, int version, String name, List<EmailAddress> members) {
        var now = stored(id).details();
        edit(id, version, new MailingListSettings(name, members, now.posting(), now.owners()));
    }

    /** True when the envelope senders of its members fit into 64 octets. */
    public static boolean hasRoom(EmailAddress list) {
        return list.localPart().getBytes(StandardCharsets.UTF_8).length <= LOCAL_PART;
    }

    private MailingListSettings checked(EmailAddress list, MailingListSettings wish) {
        Addresses.checkName(wish.name());
        var members = addresses.targets("members", wish.members(), MOST_MEMBERS);
        refuseItself("members", list, members);
        var owners =
                wish.owners().isEmpty()
                        ? wish.owners()
                        : addresses.targets("owners", wish.owners(), MOST_OWNERS);
        refuseItself("owners", list, owners);
        return new MailingListSettings(wish.name(), members, wish.posting(), owners);
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

    private static void refuseItself(
            String field, EmailAddress list, List<EmailAddress> addresses) {
        if (addresses.contains(list)) {
            throw new FieldRefusal(field, "refusal.list.itself", list.toString());
        }
    }
}
