package org.bocau.contacts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files many cards at once: one transaction and a dozen statements for all of them, however many
 * they are and however full the book is.
 */
@Service
class ContactFiling {
    private static final int TRIES = 3;

    private final AddressBook book;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ContactFiling(AddressBook book, JdbcClient jdbc, TransactionTemplate transaction) {
        this.book = book;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * A card of a file.
     *
     * @param groups ids of the account's
     */
    record Entry(int line, ContactCard card, List<Long> groups) {}

    /**
     * What has become of cards.
     *
     * @param fullAt the line of the first that found no room, 0 when all did
     */
    record Filed(int added, int merged, int unchanged, int fullAt) {}

    /**
     * Somebody new, with all that the cards say of him.
     *
     * @param groups grows
     */
    private record Newcomer(long id, ContactCard card, List<Long> groups) {
        /** False when the other card says nothing more. */
        boolean absorb(Entry other) {
            var before = card.text();
            card.absorb(other.card());
            var joined = other.groups().stream().filter(one -> !groups.contains(one)).toList();
            groups.addAll(joined);
            return !joined.isEmpty() || !before.equals(card.text());
        }
    }

    /**
     * Adds who is not in the book, up to its limit, and what the cards say of who is.
     *
     * @throws ConcurrencyFailureException somebody edits the same contacts all the time
     */
    Filed file(AccountId account, List<Entry> entries) {
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(
                        transaction.execute(_ -> fileTogether(account, entries)));
            } catch (ConcurrencyFailureException edited) { // what is known of them is read again
                if (tries == TRIES) throw edited;
            }
        }
    }

    private Filed fileTogether(AccountId account, List<Entry> entries) {
        var known = KnownContacts.of(jdbc, account, entries.stream().map(Entry::card).toList());
        var free = freeIds(account, entries.size());
        var newcomers = new LinkedHashMap<Long, Newcomer>();
        var additions = new ArrayList<AddressBook.Addition>();
        int merged = 0;
        int done = 0;
        for (var one : entries) {
            var same = known.same(one.card());
            if (same == null && newcomers.size() == free.size()) break;
            long id = same == null ? free.get(newcomers.size()) : same;
            var newcomer = newcomers.get(id);
            if (same == null) {
                newcomers.put(id, new Newcomer(id, one.card(), new ArrayList<>(one.groups())));
            } else if (newcomer == null) {
                additions.add(new AddressBook.Addition(id, one.card(), one.groups()));
            } else if (newcomer.absorb(one)) {
                merged++;
            }
            known.add(id, one.card());
            done++;
        }
        insert(account, List.copyOf(newcomers.values()));
        if (!additions.isEmpty()) merged += book.absorb(account, additions);
        int fullAt = done == entries.size() ? 0 : entries.get(done).line();
        return new Filed(newcomers.size(), merged, done - newcomers.size() - merged, fullAt);
    }

    /** As many as there is room for in the book, at most {@code most}. */
    private List<Long> freeIds(AccountId account, int most) {
        return jdbc.sql(
                        """
                        select nextval('contact_seq') from generate_series(1, least(:most,
                               :limit - (select count(*) from contact where account_id = :account)))
                        """)
                .param("most", most)
                .param("limit", Contacts.MOST)
                .param("account", account.value())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private void insert(AccountId account, List<Newcomer> newcomers) {
        if (newcomers.isEmpty()) return;
        jdbc.sql(
                        """
                        insert into contact (account_id, id, name, organization, phone, uid, card, folded)
                        select :account, one.* from unnest(:ids::bigint[], :names::text[],
                               :organizations::text[], :phones::text[], :uids::text[], :cards::text[],
                               :folded::text[]) one
                        """)
                .param("account", account.value())
                .param("ids", newcomers.stream().map(Newcomer::id).toArray(Long[]::new))
                .param("names", texts(newcomers, ContactCard::name))
                .param("organizations", texts(newcomers, ContactCard::organization))
                .param("phones", texts(newcomers, ContactFiling::phone))
                .param("uids", texts(newcomers, ContactCard::uid))
                .param("cards", texts(newcomers, ContactCard::text))
                .param("folded", texts(newcomers, ContactCard::folded))
                .update();
        insertAddresses(account, newcomers);
        insertMembers(account, newcomers);
    }

    private static String[] texts(List<Newcomer> newcomers, Function<ContactCard, String> text) {
        return newcomers.stream().map(one -> text.apply(one.card())).toArray(String[]::new);
    }

    private static String phone(ContactCard card) {
        return card.phones().stream().findFirst().orElse("");
    }

    private void insertAddresses(AccountId account, List<Newcomer> newcomers) {
        var owners = new ArrayList<Long>();
        var canonical = new ArrayList<String>();
        var written = new ArrayList<String>();
        var places = new ArrayList<Integer>();
        var folded = new ArrayList<String>();
        for (var one : newcomers) {
            int place = 0;
            for (var text : one.card().addresses()) {
                owners.add(one.id());
                canonical.add(EmailAddress.parse(text).canonical().toString());
                written.add(text);
                places.add(place++);
                folded.add(Folding.words(one.card().name(), one.card().organization(), text));
            }
        }
        jdbc.sql(
                        """
                        insert into contact_address (account_id, contact_id, canonical, address, place, folded)
                        select :account, one.* from unnest(:owners::bigint[], :canonical::text[],
                               :written::text[], :places::integer[], :folded::text[]) one
                        """)
                .param("account", account.value())
                .param("owners", owners.toArray(Long[]::new))
                .param("canonical", canonical.toArray(String[]::new))
                .param("written", written.toArray(String[]::new))
                .param("places", places.toArray(Integer[]::new))
                .param("folded", folded.toArray(String[]::new))
                .update();
    }

    private void insertMembers(AccountId account, List<Newcomer> newcomers) {
        var contacts = new ArrayList<Long>();
        var groups = new ArrayList<Long>();
        for (var one : newcomers) {
            for (long group : one.groups()) {
                contacts.add(one.id());
                groups.add(group);
            }
        }
        jdbc.sql(
                        """
                        insert into contact_group_member (account_id, group_id, contact_id)
                        select g.account_id, g.id, one.contact
                          from unnest(:groups::bigint[], :contacts::bigint[]) one (group_id, contact)
                          join contact_group g on g.account_id = :account and g.id = one.group_id
                            on conflict do nothing
                        """)
                .param("account", account.value())
                .param("groups", groups.toArray(Long[]::new))
                .param("contacts", contacts.toArray(Long[]::new))
                .update();
    }
}
