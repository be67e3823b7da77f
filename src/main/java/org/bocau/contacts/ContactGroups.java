package org.bocau.contacts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Names for several contacts. Two of an account that fold to the same are one. */
@Service
class ContactGroups {
    static final int MOST = 200;
    static final int LONGEST_NAME = 100;

    private final GroupRows groups;
    private final JdbcClient jdbc;

    ContactGroups(GroupRows groups, JdbcClient jdbc) {
        this.groups = groups;
        this.jdbc = jdbc;
    }

    /** All of them, by name. */
    @Transactional(readOnly = true)
    List<GroupLine> all(AccountId account) {
        return jdbc.sql(
                        """
                        select g.id, g.name, count(m.contact_id) as members
                          from contact_group g
                          left join contact_group_member m on m.account_id = g.account_id and m.group_id = g.id
                         where g.account_id = :account
                         group by g.account_id, g.id, g.name, g.folded order by g.folded collate "C"
                        """)
                .param("account", account.value())
                .query((row, _) ->
                        new GroupLine(
                                row.getLong("id"), row.getString("name"), row.getLong("members")))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<String> name(AccountId account, long id) {
        return groups.findByAccountIdAndId(account.value(), id).map(StoredGroup::name);
    }

    /** Ids of the groups that a contact is in. */
    List<Long> of(AccountId account, long contact) {
        return jdbc.sql(
                        "select group_id from contact_group_member"
                                + " where account_id = :account and contact_id = :contact order by 1")
                .param("account", account.value())
                .param("contact", contact)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** Ids of the groups that each of these contacts is in; those in none are missing. */
    Map<Long, Set<Long>> ids(AccountId account, List<Long> contacts) {
        var ids = new HashMap<Long, Set<Long>>();
        jdbc.sql(
                        """
                        select contact_id, group_id from contact_group_member
                         where account_id = :account and contact_id = any(:contacts)
                        """)
                .param("account", account.value())
                .param("contacts", contacts.toArray(Long[]::new))
                .query(row -> {
                    ids.computeIfAbsent(row.getLong(1), _ -> new HashSet<>()).add(row.getLong(2));
                });
        return ids;
    }

    /** Names of the groups of each of these contacts. */
    Map<Long, List<String>> names(AccountId account, List<Long> contacts) {
        var names = new HashMap<Long, List<String>>();
        jdbc.sql(
                        """
                        select m.contact_id, g.name from contact_group_member m
                          join contact_group g on g.account_id = m.account_id and g.id = m.group_id
                         where m.account_id = :account and m.contact_id = any(:contacts) order by g.folded
                        """)
                .param("account", account.value())
                .param("contacts", contacts.toArray(Long[]::new))
                .query(row -> {
                    names.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                            .add(row.getString(2));
                });
        return names;
    }

    /**
     * The contact is in these groups and no others; ids that are not this account's say nothing.
     */
    @Transactional
    void set(AccountId account, long contact, List<Long> ids) {
        jdbc.sql(
                        "delete from contact_group_member where account_id = :account"
                                + " and contact_id = :contact and group_id <> all(:groups)")
                .param("account", account.value())
                .param("contact", contact)
                .param("groups", ids.toArray(Long[]::new))
                .update();
        for (long id : ids) add(account, id, List.of(contact));
    }

    /** Puts those contacts that are this account's into its group. */
    @Transactional
    void add(AccountId account, long group, List<Long> contacts) {
        jdbc.sql(
                        """
                        insert into contact_group_member (account_id, group_id, contact_id)
                        select c.account_id, g.id, c.id from contact c
                          join contact_group g on g.account_id = c.account_id and g.id = :group
                         where c.account_id = :account and c.id = any(:contacts)
                            on conflict do nothing
                        """)
                .param("account", account.value())
                .param("group", group)
                .param("contacts", contacts.toArray(Long[]::new))
                .update();
    }

    @Transactional
    void remove(AccountId account, long group, List<Long> contacts) {
        jdbc.sql(
                        "delete from contact_group_member where account_id = :account"
                                + " and group_id = :group and contact_id = any(:contacts)")
                .param("account", account.value())
                .param("group", group)
                .param("contacts", contacts.toArray(Long[]::new))
                .update();
    }

    /**
     * The group of this name, made if there is none.
     *
     * @throws FieldRefusal at {@code name}: empty, too long, or there are {@value #MOST} already
     */
    @Transactional
    long named(AccountId account, String wanted) {
        var name = checked(wanted);
        var known = byName(account, name);
        if (known.isPresent()) return known.get();
        if (all(account).size() >= MOST)
            throw new FieldRefusal("name", "contacts.refusal.groups", MOST);
        var group = new StoredGroup(account.value(), groups.nextId());
        group.rename(name);
        groups.saveAndFlush(group);
        return group.getId().id();
    }

    private Optional<Long> byName(AccountId account, String name) {
        return jdbc.sql(
                        "select id from contact_group where account_id = :account and folded = :folded")
                .param("account", account.value())
                .param("folded", Folding.of(name))
                .query(Long.class)
                .optional();
    }

    /**
     * @throws FieldRefusal at {@code name}: as {@link #named}, or another has the name
     */
    @Transactional
    void rename(AccountId account, long id, String wanted) {
        var name = checked(wanted);
        var group = groups.findByAccountIdAndId(account.value(), id).orElseThrow();
        if (byName(account, name).filter(other -> other != id).isPresent()) {
            throw new FieldRefusal("name", "contacts.refusal.group-taken", name);
        }
        group.rename(name);
        groups.saveAndFlush(group);
    }

    /** Its members stay in the book. */
    @Transactional
    void delete(AccountId account, long id) {
        groups.deleteById(new OfAccount.Numbered(account.value(), id));
    }

    private static String checked(String wanted) {
        var name = Contacts.named(wanted);
        if (name.isEmpty() || Folding.of(name).isEmpty())
            throw new FieldRefusal("name", "contacts.refusal.group-empty");
        if (name.length() > LONGEST_NAME)
            throw new FieldRefusal("name", "contacts.refusal.group-long", LONGEST_NAME);
        return name;
    }
}
