package org.bocau.contacts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Those of an address book whom some cards may mean, read at once, and who comes in beside them.
 * Two are the same by the card's own id, or an address in common and the same name or one without a
 * name, or the same name where one of both has no address. Two people who share an address stay
 * two.
 */
final class KnownContacts {
    private final Map<String, Known> byUid = new HashMap<>();
    private final Map<String, List<Known>> byAddress = new HashMap<>();
    private final Map<String, List<Known>> byName = new HashMap<>();

    /** What tells one from the others. */
    private record Known(
            long id, String uid, String name, boolean collected, List<String> addresses) {}

    private KnownContacts() {}

    static KnownContacts of(JdbcClient jdbc, AccountId account, List<ContactCard> cards) {
        var known = new KnownContacts();
        jdbc.sql(
                        """
                        select c.id, c.uid, c.name, c.collected, array(
                               select a.canonical from contact_address a
                                where a.account_id = c.account_id and a.contact_id = c.id) as addresses
                          from contact c
                         where c.account_id = :account and c.id in (
                               select u.id from contact u
                                where u.account_id = :account and u.uid <> '' and u.uid = any(:uids)
                         union select n.id from contact n
                                where n.account_id = :account and n.name <> ''
                                  and lower(n.name) in (select lower(one) from unnest(:names::text[]) one)
                         union select a.contact_id from contact_address a
                                where a.account_id = :account and a.canonical = any(:addresses))
                         order by c.id
                        """)
                .param("account", account.value())
                .param("uids", each(cards.stream().map(ContactCard::uid)))
                .param("names", each(cards.stream().map(ContactCard::name)))
                .param("addresses", each(cards.stream().flatMap(card -> canonical(card).stream())))
                .query((row, _) ->
                        new Known(
                                row.getLong("id"),
                                row.getString("uid"),
                                lower(row.getString("name")),
                                row.getBoolean("collected"),
                                List.of((String[]) row.getArray("addresses").getArray())))
                .list()
                .forEach(known::add);
        return known;
    }

    private static String[] each(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).distinct().toArray(String[]::new);
    }

    private static List<String> canonical(ContactCard card) {
        var all = new ArrayList<String>();
        for (var text : card.addresses()) {
            var parsed = Contacts.parsed(text);
            if (parsed != null) all.add(parsed.canonical().toString());
        }
        return all;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Somebody is in the book from now on, or has more of what tells him from the others. */
    void add(long id, ContactCard card) {
        add(new Known(id, card.uid(), lower(card.name()), false, canonical(card)));
    }

    private void add(Known one) {
        if (!one.uid().isEmpty()) byUid.putIfAbsent(one.uid(), one);
        if (!one.name().isEmpty()) of(byName, one.name()).add(one);
        one.addresses().forEach(address -> of(byAddress, address).add(one));
    }

    private static List<Known> of(Map<String, List<Known>> index, String key) {
        return index.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    /** Who this is; null when nobody of the book. */
    @Nullable Long same(ContactCard card) {
        var itself = byUid.get(card.uid());
        if (itself != null) return itself.id();
        var name = lower(card.name());
        var addresses = canonical(card);
        Set<Known> candidates = new HashSet<>();
        for (var address : addresses) {
            byAddress.getOrDefault(address, List.of()).stream()
                    .filter(one -> one.collected() || mayBeCalled(one, name))
                    .forEach(candidates::add);
        }
        byName.getOrDefault(name, List.of()).stream()
                .filter(one -> addresses.isEmpty() || one.addresses().isEmpty())
                .forEach(candidates::add);
        return candidates.stream()
                .min(Comparator.comparing(Known::collected).thenComparingLong(Known::id))
                .map(Known::id)
                .orElse(null);
    }

    private static boolean mayBeCalled(Known one, String name) {
        return name.isEmpty() || one.name().isEmpty() || one.name().equals(name);
    }
}
