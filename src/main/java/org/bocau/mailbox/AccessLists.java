package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.message.EmailAddress;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may do what in a mailbox. RFC 4314 §2. The owner has all rights and no entry of his own in
 * the table. An identifier is an account's address, {@code anyone} for all accounts in the owner's
 * domain, or one of these after {@code -}: such rights are taken away again, whoever gave them.
 *
 * <p>Whoever has the mailbox selected is told of a change as of any other: by {@link ChangeFeed}.
 */
@Component
public class AccessLists {
    private static final String ANYONE = "anyone";
    private static final long ANYONE_ID = 0;
    private static final int MOST_ENTRIES = 500;

    private final JdbcClient jdbc;
    private final Directory directory;
    private final ChangeFeed feed;
    private final TransactionTemplate transaction;

    AccessLists(
            JdbcClient jdbc,
            Directory directory,
            ChangeFeed feed,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.feed = feed;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** One line of a list. */
    public record Entry(String identifier, Rights rights) {}

    /** How SETACL changes an entry. RFC 4314 §3.1. */
    public enum Change {
        REPLACE,
        ADD,
        REMOVE;

        Rights apply(Rights old, Rights given) {
            return switch (this) {
                case REPLACE -> given;
                case ADD -> old.plus(given);
                case REMOVE -> old.minus(given);
            };
        }
    }

    private record Identifier(long grantee, boolean negative) {}

    private record Row(long grantee, boolean negative, Rights rights) {}

    /** The whole list, the owner first, then by identifier. RFC 4314 §3.3. */
    public List<Entry> entries(MailboxId mailbox) {
        var rows =
                jdbc.sql(
                                """
                                select grantee_id, negative, rights from mailbox_right
                                 where account_id = ? and mailbox_id = ?
                                """)
                        .params(mailbox.account().value(), mailbox.number())
                        .query((row, _) ->
                                new Row(
                                        row.getLong(1),
                                        row.getBoolean(2),
                                        Rights.parse(row.getString(3))))
                        .list();
        var addresses =
                directory.addresses(
                        rows.stream().map(row -> new AccountId(row.grantee())).toList());
        var entries = new ArrayList<Entry>();
        for (Row row : rows) {
            var address = addresses.get(new AccountId(row.grantee()));
            if (row.grantee() == ANYONE_ID || address != null) {
                String name = row.grantee() == ANYONE_ID ? ANYONE : String.valueOf(address);
                entries.add(new Entry((row.negative() ? "-" : "") + name, row.rights()));
            }
        }
        entries.sort(Comparator.comparing(Entry::identifier));
        directory
                .account(mailbox.account())
                .ifPresent(owner ->
                        entries.addFirst(new Entry(owner.address().toString(), Rights.ALL)));
        return List.copyOf(entries);
    }

    /**
     * Changes one entry; without rights it goes.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX; CANNOT, nobody has this identifier, or it is the owner,
     *     whose rights stay; LIMIT
     */
    public void set(MailboxId mailbox, String identifier, Change change, Rights given) {
        var who = identify(identifier);
        if (who.grantee() == mailbox.account().value()) {
            if (who.negative() || !change.apply(Rights.ALL, given).equals(Rights.ALL)) {
                throw new StoreRefusal(StoreRefusal.Reason.CANNOT, "the owner keeps all rights");
            }
            return;
        }
        transaction.executeWithoutResult(_ -> {
            Locking.lock(jdbc, mailbox);
            var old = find(mailbox, who);
            var rights = change.apply(old.orElse(Rights.NONE), given);
            if (old.isEmpty() && !rights.isEmpty()) {
                requireRoom(mailbox);
            }
            put(mailbox, who, rights);
            feed.changed(mailbox);
        });
    }

    /**
     * Removes an entry; there need be none.
     *
     * @throws StoreRefusal as {@link #set}
     */
    public void remove(MailboxId mailbox, String identifier) {
        set(mailbox, identifier, Change.REPLACE, Rights.NONE);
    }

    /**
     * The rights an identifier always has; all others may be given one by one. RFC 4314 §3.5.
     *
     * @throws StoreRefusal CANNOT, nobody has this identifier
     */
    public Rights always(MailboxId mailbox, String identifier) {
        var who = identify(identifier);
        boolean owner = who.grantee() == mailbox.account().value() && !who.negative();
        return owner ? Rights.ALL : Rights.NONE;
    }

    private Identifier identify(String text) {
        boolean negative = text.startsWith("-");
        String name = negative ? text.substring(1) : text;
        if (name.equals(ANYONE)) {
            return new Identifier(ANYONE_ID, negative);
        }
        return directory
                .accountByLogin(name)
                .map(account -> new Identifier(account.id().value(), negative))
                .orElseThrow(
                        () -> new StoreRefusal(StoreRefusal.Reason.CANNOT, "no such identifier"));
    }

    private Optional<Rights> find(MailboxId mailbox, Identifier who) {
        return jdbc.sql(
                        """
                        select rights from mailbox_right
                         where account_id = ? and mailbox_id = ? and grantee_id = ? and negative = ?
                        """)
                .params(mailbox.account().value(), mailbox.number(), who.grantee(), who.negative())
                .query(String.class)
                .optional()
                .map(Rights::parse);
    }

    private void requireRoom(MailboxId mailbox) {
        long entries =
                jdbc.sql(
                                "select count(*) from mailbox_right where account_id = ? and mailbox_id = ?")
                        .params(mailbox.account().value(), mailbox.number())
                        .query(Long.class)
                        .single();
        if (entries >= MOST_ENTRIES) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.LIMIT,
                    "a mailbox has rights for at most " + MOST_ENTRIES + " identifiers");
        }
    }

    private void put(MailboxId mailbox, Identifier who, Rights rights) {
        if (rights.isEmpty()) {
            jdbc.sql(
                            """
                            delete from mailbox_right
                             where account_id = ? and mailbox_id = ? and grantee_id = ? and negative = ?
                            """)
                    .params(
                            mailbox.account().value(),
                            mailbox.number(),
                            who.grantee(),
                            who.negative())
                    .update();
            return;
        }
        String domain =
                directory
                        .account(mailbox.account())
                        .map(owner -> owner.address().domain())
                        .orElseThrow(StoreRefusal::noSuchMailbox);
        jdbc.sql(
                        """
                        insert into mailbox_right (account_id, mailbox_id, grantee_id, negative, domain, rights)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (account_id, mailbox_id, grantee_id, negative)
                        do update set rights = excluded.rights
                        """)
                .params(
                        mailbox.account().value(),
                        mailbox.number(),
                        who.grantee(),
                        who.negative(),
                        domain,
                        rights.toString())
                .update();
    }

    // --- what the lists come to -----------------------------------------------------------------

    /** What is given and what is taken away again. RFC 4314 §2. */
    private static final class Sum {
        private Rights given = Rights.NONE;
        private Rights taken = Rights.NONE;

        void add(boolean negative, Rights rights) {
            if (negative) {
                taken = taken.plus(rights);
            } else {
                given = given.plus(rights);
            }
        }

        Rights rights() {
            return given.minus(taken);
        }
    }

    /** What this account may do there now; nothing where there is no such mailbox. */
    public Rights of(Account user, MailboxId mailbox) {
        if (mailbox.account().equals(user.id())) {
            return Rights.ALL;
        }
        var sum = new Sum();
        jdbc.sql(
                        """
                        select negative, rights from mailbox_right
                         where account_id = :owner and mailbox_id = :mailbox
                           and (grantee_id = :user or (grantee_id = 0 and domain = :domain))
                        """)
                .param("owner", mailbox.account().value())
                .param("mailbox", mailbox.number())
                .param("user", user.id().value())
                .param("domain", user.address().domain())
                .query(row -> {
                    sum.add(row.getBoolean(1), Rights.parse(row.getString(2)));
                });
        return sum.rights();
    }

    /**
     * A mailbox of somebody else, by its owner's name for it, and the rights of the one who asks.
     */
    record Shared(Mailbox mailbox, Rights rights) {}

    /** Every mailbox of others in which this account has a right. */
    List<Shared> sharedWith(Account user) {
        Map<Mailbox, Sum> sums = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select m.*, r.negative, r.rights from mailbox_right r
                          join mailbox m on m.account_id = r.account_id and m.id = r.mailbox_id and m.selectable
                         where (r.grantee_id = :user or (r.grantee_id = 0 and r.domain = :domain))
                           and r.account_id <> :user
                         order by m.account_id, m.name
                        """)
                .param("user", user.id().value())
                .param("domain", user.address().domain())
                .query(row -> {
                    sums.computeIfAbsent(Locking.mailbox(row), _ -> new Sum())
                            .add(row.getBoolean("negative"), Rights.parse(row.getString("rights")));
                });
        return sums.entrySet().stream()
                .map(e -> new Shared(e.getKey(), e.getValue().rights()))
                .filter(shared -> !shared.rights().isEmpty())
                .toList();
    }

    Map<AccountId, EmailAddress> owners(List<Shared> shared) {
        return directory.addresses(
                shared.stream().map(s -> s.mailbox().id().account()).distinct().toList());
    }

    // --- what becomes of them -------------------------------------------------------------------

    /** A new mailbox begins with the rights of the one above it. In the caller's transaction. */
    void inherit(MailboxId child, String childName) {
        int slash = childName.lastIndexOf(MailboxName.SEPARATOR);
        if (slash < 0) {
            return;
        }
        jdbc.sql(
                        """
                        insert into mailbox_right (account_id, mailbox_id, grantee_id, negative, domain, rights)
                        select r.account_id, :child, r.grantee_id, r.negative, r.domain, r.rights
                          from mailbox m join mailbox_right r on r.account_id = m.account_id and r.mailbox_id = m.id
                         where m.account_id = :account and m.name = :parent
                        """)
                .param("child", child.number())
                .param("account", child.account().value())
                .param("parent", childName.substring(0, slash))
                .update();
    }

    /** An account that is gone is on no list. In the caller's transaction. */
    void forget(AccountId grantee) {
        jdbc.sql("delete from mailbox_right where grantee_id = ?").param(grantee.value()).update();
    }
}
