package org.bocau.contacts;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What others ask of the address book: whom somebody may mean, and to remember whom mail was sent
 * to. Whom mail is sent to more often and more lately comes first ({@link Frecency}).
 */
@Service
public class Contacts {
    /** How many are suggested. */
    public static final int MOST_SUGGESTED = 8;

    /** A mailing to more people than this says little about whom one knows. */
    static final int MOST_COLLECTED = 100;

    /** As many contacts an account may have. */
    static final int MOST = 20_000;

    /** The groups among the suggestions, at most. */
    private static final int MOST_GROUPS = 2;

    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    Contacts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Whom somebody may mean: people and groups of whom every typed word begins a word, without
     * regard to case and diacritics. Best first, at most {@value #MOST_SUGGESTED}.
     *
     * @param typed the last piece of a field of recipients; empty for whom one writes to most
     */
    @Transactional(readOnly = true)
    public List<Suggestion> complete(AccountId account, String typed) {
        var words = Folding.beginnings(typed).toArray(String[]::new);
        var people = people(account, words);
        var groups = words.length == 0 ? List.<Suggestion>of() : groups(account, words);
        int room = MOST_SUGGESTED - groups.size();
        var all = new ArrayList<>(people.subList(0, Math.min(people.size(), room)));
        all.addAll(groups);
        return all;
    }

    private List<Suggestion> people(AccountId account, String[] words) {
        var found =
                jdbc.sql(
                                """
                                select c.name, a.address, a.canonical
                                  from contact_address a
                                  join contact c on c.account_id = a.account_id and c.id = a.contact_id
                                 where a.account_id = :account and a.folded like all (:words)
                                   and (a.rank > 0 or :typed)
                                 order by a.rank desc, c.collected, c.folded, a.place
                                 limit 40
                                """)
                        .param("account", account.value())
                        .param("words", words)
                        .param("typed", words.length > 0)
                        .query((row, _) ->
                                Map.entry(
                                        row.getString("canonical"),
                                        new Suggestion(
                                                row.getString("name"),
                                                row.getString("address"),
                                                0)))
                        .list();
        var distinct = new LinkedHashMap<String, Suggestion>();
        for (var one : found) distinct.putIfAbsent(one.getKey(), one.getValue());
        return distinct.values().stream().limit(MOST_SUGGESTED).toList();
    }

    /** A member without an address is no recipient. */
    private List<Suggestion> groups(AccountId account, String[] words) {
        var members = new LinkedHashMap<String, List<Recipient>>();
        jdbc.sql(
                        """
                        select g.name as title, c.name, a.address
                          from (select account_id, id, name, folded from contact_group
                                 where account_id = :account and ' ' || folded like all (:words)
                                 order by folded limit :most) g
                          join contact_group_member m on m.account_id = g.account_id and m.group_id = g.id
                          join contact c on c.account_id = m.account_id and c.id = m.contact_id
                          join contact_address a
                            on a.account_id = c.account_id and a.contact_id = c.id and a.place = 0
                         order by g.folded, c.folded
                        """)
                .param("account", account.value())
                .param("words", words)
                .param("most", MOST_GROUPS)
                .query(row -> {
                    members.computeIfAbsent(row.getString("title"), _ -> new ArrayList<>())
                            .add(new Recipient(row.getString("name"), row.getString("address")));
                });
        return members.entrySet().stream()
                .map(group -> Suggestion.of(group.getKey(), group.getValue()))
                .toList();
    }

    /**
     * Remembers whom mail has just been sent to: who is in the book is used once more, who is not
     * is collected. What is no address is passed over, as is all beyond {@value #MOST_COLLECTED}.
     * Does not wait for the disk: nobody was promised that it is remembered.
     */
    @Transactional
    public void used(AccountId account, Collection<Recipient> recipients) {
        var now = clock.instant();
        var seen = new LinkedHashMap<String, Recipient>();
        for (var recipient : recipients) {
            var address = parsed(recipient.address());
            if (address == null || seen.size() >= MOST_COLLECTED) continue;
            seen.putIfAbsent(
                    address.canonical().toString(),
                    new Recipient(named(recipient.name()), address.toString()));
        }
        long room = -1; // asked for with the first who is not in the book
        for (var one : seen.entrySet()) {
            boolean known =
                    jdbc.sql(
                                            """
                                            update contact_address
                                               set used = used + 1, last_used_at = :now,
                                                   rank = greatest(rank, :rank)
                                                        + ln(1 + power(2, -least(abs(rank - :rank), :furthest))) / ln(2)
                                             where account_id = :account and canonical = :canonical
                                               and set_config('synchronous_commit', 'off', true) is not null
                                            """)
                                    .param("now", Timestamp.from(now))
                                    .param("rank", Frecency.at(now))
                                    .param("furthest", (double) Frecency.FURTHEST)
                                    .param("account", account.value())
                                    .param("canonical", one.getKey())
                                    .update()
                            > 0;
            if (known) {
                name(account, one.getKey(), one.getValue());
                continue;
            }
            if (room < 0) room = Math.max(0, MOST - count(account));
            if (room > 0) {
                collect(account, one.getKey(), one.getValue(), now);
                room--;
            }
        }
    }

    /** Who was collected without a name has one as soon as a letter says it. */
    private void name(AccountId account, String canonical, Recipient one) {
        if (one.name().isEmpty()) return;
        jdbc.sql(
                        """
                        with named as (
                            update contact c set name = :name, folded = :folded, version = c.version + 1
                              from contact_address a
                             where c.account_id = :account and c.collected and c.name = ''
                               and a.account_id = c.account_id and a.contact_id = c.id and a.canonical = :canonical
                            returning c.account_id, c.id)
                        update contact_address a set folded = :folded from named n
                         where a.account_id = n.account_id and a.contact_id = n.id
                        """)
                .param("account", account.value())
                .param("canonical", canonical)
                .param("name", one.name())
                .param("folded", Folding.words(one.name(), one.address()))
                .update();
    }

    private void collect(
            AccountId account, String canonical, Recipient one, java.time.Instant now) {
        jdbc.sql(
                        """
                        with made as (
                            insert into contact (account_id, id, name, collected, folded)
                            values (:account, nextval('contact_seq'), :name, true, :folded)
                            returning account_id, id)
                        insert into contact_address
                               (account_id, contact_id, canonical, address, folded, used, rank, last_used_at)
                        select account_id, id, :canonical, :address, :folded, 1, :rank, :now from made
                         where set_config('synchronous_commit', 'off', true) is not null
                        """)
                .param("account", account.value())
                .param("canonical", canonical)
                .param("address", one.address())
                .param("name", one.name())
                .param("folded", Folding.words(one.name(), one.address()))
                .param("rank", Frecency.at(now))
                .param("now", Timestamp.from(now))
                .update();
    }

    /**
     * True when somebody of this address is in the book, by hand or because mail was sent there.
     */
    @Transactional(readOnly = true)
    public boolean knows(AccountId account, String address) {
        var parsed = parsed(address);
        return parsed != null
                && jdbc.sql(
                                "select exists (select 1 from contact_address"
                                        + " where account_id = :account and canonical = :canonical)")
                        .param("account", account.value())
                        .param("canonical", parsed.canonical().toString())
                        .query(Boolean.class)
                        .single();
    }

    private long count(AccountId account) {
        return jdbc.sql("select count(*) from contact where account_id = :account")
                .param("account", account.value())
                .query(Long.class)
                .single();
    }

    static @Nullable EmailAddress parsed(String address) {
        try {
            return address.length() > 320 ? null : EmailAddress.parse(address.strip());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** A name without control characters, cut at a bound. */
    static String named(String name) {
        var clean =
                name.codePoints()
                        .filter(c -> !Character.isISOControl(c) && !turns(c))
                        .limit(LONGEST_NAME)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME - 1);
    }

    /** Characters that turn the direction of the writing around them (T52). */
    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
