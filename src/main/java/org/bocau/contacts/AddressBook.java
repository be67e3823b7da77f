package org.bocau.contacts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lists, makes, edits, merges and deletes contacts; one transaction a method, or the caller's own.
 */
@Service
class AddressBook {
    private final ContactRows contacts;
    private final AddressRows addresses;
    private final ContactGroups groups;
    private final JdbcClient jdbc;

    AddressBook(
            ContactRows contacts, AddressRows addresses, ContactGroups groups, JdbcClient jdbc) {
        this.contacts = contacts;
        this.addresses = addresses;
        this.groups = groups;
        this.jdbc = jdbc;
    }

    /**
     * A page of contacts in the order of their names.
     *
     * @param number from 1; beyond the last it is empty
     */
    @Transactional(readOnly = true)
    ContactPage page(AccountId account, ContactFilter filter, int number) {
        long total = asked("select count(*)", account, filter, "").query(Long.class).single();
        int page = Math.clamp(number, 1, Contacts.MOST);
        var lines =
                asked(
                                "select c.id, c.name, c.organization, c.phone, c.collected,"
                                        + " coalesce(a.address, '') as address",
                                account,
                                filter,
                                "order by c.folded collate \"C\", c.id limit %d offset %d"
                                        .formatted(ContactPage.ROWS, (page - 1) * ContactPage.ROWS))
                        .query((row, _) ->
                                new ContactLine(
                                        row.getLong("id"),
                                        row.getString("name"),
                                        row.getString("organization"),
                                        row.getString("address"),
                                        row.getString("phone"),
                                        row.getBoolean("collected")))
                        .list();
        return new ContactPage(lines, page, total);
    }

    /** Ids of all that a filter means, in the order of their names. */
    @Transactional(readOnly = true)
    List<Long> ids(AccountId account, ContactFilter filter) {
        return asked("select c.id", account, filter, "order by c.folded collate \"C\", c.id")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private JdbcClient.StatementSpec asked(
            String what, AccountId account, ContactFilter filter, String end) {
        return jdbc.sql(
                        what
                                + "\n"
                                + """
                                 from contact c
                                  left join contact_address a
                                    on a.account_id = c.account_id and a.contact_id = c.id and a.place = 0
                                 where c.account_id = :account and c.folded like all (:words)
                                   and (:collected::boolean is null or c.collected = :collected)
                                   and (:group::bigint is null or exists (
                                        select 1 from contact_group_member m
                                         where m.account_id = c.account_id and m.group_id = :group
                                           and m.contact_id = c.id))
                                """
                                + end)
                .param("account", account.value())
                .param("words", Folding.anywhere(filter.words()).toArray(String[]::new))
                .param("collected", filter.collected(), java.sql.Types.BOOLEAN)
                .param("group", filter.group(), java.sql.Types.BIGINT);
    }

    /** How many were written down, and how many were collected. */
    record Counts(long written, long collected) {}

    @Transactional(readOnly = true)
    Counts counts(AccountId account) {
        return jdbc.sql(
                        """
                        select count(*) filter (where not collected) as written,
                               count(*) filter (where collected) as collected
                          from contact where account_id = :account
                        """)
                .param("account", account.value())
                .query(Counts.class)
                .single();
    }

    @Transactional(readOnly = true)
    Optional<ContactView> find(AccountId account, long id) {
        return contacts.findByAccountIdAndId(account.value(), id)
                .map(contact -> {
                    var card = card(account, contact);
                    var line =
                            new ContactLine(
                                    id,
                                    card.name(),
                                    card.organization(),
                                    first(card.addresses()),
                                    first(card.phones()),
                                    contact.collected());
                    return new ContactView(
                            id,
                            contact.version(),
                            line.label(),
                            contact.collected(),
                            ContactForm.of(contact.version(), card, groups.of(account, id)),
                            card.others());
                });
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** Whole cards with their groups, in the order of the ids; those that are gone are missing. */
    @Transactional(readOnly = true)
    List<ContactCard> cards(AccountId account, List<Long> ids) {
        var memberships = groups.names(account, ids);
        var stored =
                contacts.findByAccountIdAndIdInOrderById(account.value(), ids).stream()
                        .collect(Collectors.toMap(StoredContact::id, one -> one));
        var known = addressesOf(account, ids);
        var cards = new ArrayList<ContactCard>();
        for (long id : ids) {
            var contact = stored.get(id);
            if (contact == null) continue;
            var card = card(contact, known.getOrDefault(id, List.of()));
            card.setCategories(memberships.getOrDefault(id, List.of()));
            cards.add(card);
        }
        return cards;
    }

    private Map<Long, List<StoredContactAddress>> addressesOf(AccountId account, List<Long> ids) {
        return addresses
                .findByAccountIdAndContactIdInOrderByContactIdAscPlaceAsc(account.value(), ids)
                .stream()
                .collect(Collectors.groupingBy(StoredContactAddress::contactId));
    }

    private ContactCard card(AccountId account, StoredContact contact) {
        return card(
                contact,
                addressesOf(account, List.of(contact.id())).getOrDefault(contact.id(), List.of()));
    }

    private static ContactCard card(StoredContact contact, List<StoredContactAddress> known) {
        if (!contact.card().isEmpty()) return ContactCard.parse(contact.card());
        return ContactCard.of(
                contact.name(), known.stream().map(StoredContactAddress::address).toList());
    }

    /**
     * @throws FieldRefusal the book is full
     */
    @Transactional
    long create(AccountId account, ContactCard card, List<Long> groupIds) {
        refuseBeyond(account, 1);
        var contact = new StoredContact(account.value(), contacts.nextId());
        write(account, contact, card);
        groups.set(account, contact.id(), groupIds);
        return contact.id();
    }

    /**
     * @param edit what is done to the card
     * @throws FieldRefusal somebody else edited it meanwhile
     * @throws java.util.NoSuchElementException it is gone, or not of this account
     */
    @Transactional
    void edit(
            AccountId account,
            long id,
            @Nullable Integer version,
            List<Long> groupIds,
            Consumer<ContactCard> edit) {
        var contact = contacts.findByAccountIdAndId(account.value(), id).orElseThrow();
        if (version != null && contact.version() != version)
            throw new FieldRefusal("", "refusal.edited");
        var card = card(account, contact);
        edit.accept(card);
        write(account, contact, card);
        groups.set(account, id, groupIds);
    }

    /**
     * What a file says of somebody who is in the book.
     *
     * @param groups ids of the account's
     */
    record Addition(long id, ContactCard card, List<Long> groups) {}

    /**
     * Takes over what cards add to contacts that are there, with a few statements for all.
     *
     * @return how many of them had something to add
     * @throws OptimisticLockingFailureException one was edited meanwhile, or is gone
     */
    @Transactional
    int absorb(AccountId account, List<Addition> additions) {
        var ids = additions.stream().map(Addition::id).distinct().toList();
        var stored =
                contacts.findByAccountIdAndIdInOrderById(account.value(), ids).stream()
                        .collect(Collectors.toMap(StoredContact::id, one -> one));
        var rows = addressesOf(account, ids);
        var memberships = groups.ids(account, ids);
        var cards = new HashMap<Long, ContactCard>();
        var changed = new LinkedHashSet<Long>();
        int more = 0;
        for (var one : additions) {
            var contact = stored.get(one.id());
            if (contact == null) throw new OptimisticLockingFailureException("it is gone");
            var known = rows.getOrDefault(one.id(), List.of());
            var card = cards.computeIfAbsent(one.id(), _ -> card(contact, known));
            var before = card.text();
            card.absorb(one.card());
            boolean says = !before.equals(card.text()) || contact.collected();
            var in = memberships.computeIfAbsent(one.id(), _ -> new HashSet<>());
            var joined = one.groups().stream().filter(in::add).toList();
            joined.forEach(group -> groups.add(account, group, List.of(one.id())));
            if (says) changed.add(one.id());
            if (says || !joined.isEmpty()) more++;
        }
        for (long id : changed) {
            write(
                    account,
                    Objects.requireNonNull(stored.get(id)),
                    Objects.requireNonNull(cards.get(id)),
                    rows.getOrDefault(id, List.of()));
        }
        contacts.flush();
        return more;
    }

    private void write(AccountId account, StoredContact contact, ContactCard card) {
        var known = addressesOf(account, List.of(contact.id()));
        try {
            write(account, contact, card, known.getOrDefault(contact.id(), List.of()));
            contacts.flush();
        } catch (OptimisticLockingFailureException _) {
            throw new FieldRefusal("", "refusal.edited");
        }
    }

    private void write(
            AccountId account,
            StoredContact contact,
            ContactCard card,
            List<StoredContactAddress> known) {
        contact.write(card);
        contacts.save(contact);
        var rows = new HashMap<String, StoredContactAddress>();
        known.forEach(row -> rows.put(row.canonical(), row));
        int place = 0;
        for (var text : card.addresses()) {
            var parsed = Contacts.parsed(text);
            if (parsed == null) continue;
            var canonical = parsed.canonical().toString();
            var row = rows.remove(canonical);
            if (row == null)
                row = new StoredContactAddress(account.value(), contact.id(), canonical);
            row.write(text, place++, Folding.words(card.name(), card.organization(), text));
            addresses.save(row);
        }
        addresses.deleteAll(rows.values());
    }

    /** Deletes those of them that are this account's; returns how many. */
    @Transactional
    int delete(AccountId account, List<Long> ids) {
        return jdbc.sql("delete from contact where account_id = :account and id = any(:ids)")
                .param("account", account.value())
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /**
     * Makes one of several: the one with most to say takes over what only the others say, and how
     * often they were used.
     *
     * @return its id; empty when fewer than two of them are this account's
     */
    @Transactional
    Optional<Long> merge(AccountId account, List<Long> ids) {
        var all = contacts.findByAccountIdAndIdInOrderById(account.value(), ids);
        if (all.size() < 2) return Optional.empty();
        var kept =
                all.stream()
                        .max(Comparator.comparingInt((StoredContact one) -> one.card().length()))
                        .orElseThrow();
        var known = addressesOf(account, ids);
        var card = card(account, kept);
        var memberships = new ArrayList<>(groups.of(account, kept.id()));
        for (var other : all) {
            if (other.id() == kept.id()) continue;
            card.absorb(card(account, other));
            memberships.addAll(groups.of(account, other.id()));
        }
        write(account, kept, card);
        takeUses(account, kept.id(), known);
        groups.set(account, kept.id(), memberships.stream().distinct().toList());
        delete(account, all.stream().map(StoredContact::id).filter(id -> id != kept.id()).toList());
        return Optional.of(kept.id());
    }

    private void takeUses(
            AccountId account, long kept, Map<Long, List<StoredContactAddress>> known) {
        var now = addressesOf(account, List.of(kept)).getOrDefault(kept, List.of());
        known.forEach((id, rows) -> {
            if (id == kept) return;
            for (var row : rows) {
                now.stream()
                        .filter(one -> one.canonical().equals(row.canonical()))
                        .forEach(one -> one.take(row));
            }
        });
        addresses.saveAllAndFlush(now);
    }

    private void refuseBeyond(AccountId account, int more) {
        var counts = counts(account);
        if (counts.written() + counts.collected() + more > Contacts.MOST) {
            throw new FieldRefusal("", "contacts.refusal.full", Contacts.MOST);
        }
    }
}
