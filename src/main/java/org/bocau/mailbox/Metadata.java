package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Annotations of mailboxes and of the server. RFC 5464 §3. Entry names are in lower case, since
 * case does not count; {@code /private} entries belong to one reader, {@code /shared} ones to all
 * who see the mailbox.
 *
 * <p>Changes of one account run one after another, so that {@link Change#number} grows in the order
 * of commits: who has seen n has seen all before it. Values are bounded by {@link #MAX_OCTETS}, a
 * mailbox holds {@link #MAX_ENTRIES} shared ones and as many of each reader.
 */
@Component
public class Metadata {
    public static final int MAX_OCTETS = 32 << 10;
    public static final int MAX_ENTRIES = 100;

    private static final String SHARED = "/shared/";

    /** Removed entries that are remembered, of each mailbox and reader. */
    private static final int MAX_REMOVED = 100;

    private final JdbcClient jdbc;
    private final ChangeFeed feed;
    private final TransactionTemplate transaction;

    Metadata(JdbcClient jdbc, ChangeFeed feed, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * One entry as it was asked for.
     *
     * @param octets of the value, also where it was longer than wanted
     * @param value null when it was longer than wanted
     */
    public record Entry(String name, long octets, byte @Nullable [] value) {}

    /**
     * An entry of a mailbox of the account that was set or removed.
     *
     * @param id of the mailbox, or {@link #server}
     * @param mailbox its name; empty for the server
     * @param number of the SETMETADATA that did it
     */
    public record Change(MailboxId id, String mailbox, String entry, long number) {}

    /** How far below the entries that are named to look. RFC 5464 §4.2.2. */
    public enum Depth {
        ZERO(0),
        ONE(1),
        INFINITY(Integer.MAX_VALUE);

        private final int levels;

        Depth(int levels) {
            this.levels = levels;
        }
    }

    /** The annotations of the server, as an account has them; no mailbox has this number. */
    public static MailboxId server(AccountId account) {
        return new MailboxId(account, 0);
    }

    private static boolean ofServer(MailboxId id) {
        return id.number() == 0;
    }

    /**
     * Entries that exist, by name.
     *
     * @param maxOctets longer values are left out
     */
    public List<Entry> find(
            MailboxId mailbox,
            AccountId reader,
            Collection<String> names,
            Depth depth,
            long maxOctets) {
        return jdbc.sql(
                        """
                        select entry, octet_length(value) as octets,
                               case when octet_length(value) <= :most then value end as value
                          from metadata m
                         where account_id = :account and mailbox_id = :mailbox and reader_id in (0, :reader)
                           and value is not null
                           and exists (select 1 from unnest(:names::text[]) n
                                        where entry = n
                                           or :depth > 0 and starts_with(entry, n || '/')
                                          and (:depth > 1 or strpos(substr(entry, length(n) + 2), '/') = 0))
                         order by entry
                        """)
                .param("most", maxOctets)
                .param("account", mailbox.account().value())
                .param("mailbox", mailbox.number())
                .param("reader", reader.value())
                .param("names", names.toArray(String[]::new))
                .param("depth", depth.levels)
                .query(Metadata::entry)
                .list();
    }

    /** These entries of all mailboxes of an account, by the mailbox's number. RFC 9590. */
    public Map<Long, List<Entry>> ofMailboxes(
            AccountId owner, AccountId reader, Collection<String> names) {
        record Found(long mailbox, Entry entry) {}
        var found =
                jdbc.sql(
                                """
                                select mailbox_id, entry, octet_length(value) as octets, value from metadata
                                 where account_id = :account and mailbox_id > 0 and reader_id in (0, :reader)
                                   and value is not null and entry = any(:names::text[])
                                 order by mailbox_id, entry
                                """)
                        .param("account", owner.value())
                        .param("reader", reader.value())
                        .param("names", names.toArray(String[]::new))
                        .query((row, n) -> new Found(row.getLong("mailbox_id"), entry(row, n)))
                        .list();
        var all = new HashMap<Long, List<Entry>>();
        found.forEach(
                one -> all.computeIfAbsent(one.mailbox(), _ -> new ArrayList<>()).add(one.entry()));
        return all;
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getString("entry"), row.getLong("octets"), row.getBytes("value"));
    }

    /**
     * Sets or, with a null value, removes entries: all or none.
     *
     * @param values by entry name, {@code /private/…} or {@code /shared/…} in lower case; each at
     *     most {@link #MAX_OCTETS}
     * @return the number that {@link #since} tells of it
     * @throws StoreRefusal LIMIT, too many entries; NO_SUCH_MAILBOX
     */
    public long set(MailboxId mailbox, AccountId reader, Map<String, byte @Nullable []> values) {
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    lock(mailbox);
                    long number =
                            jdbc.sql("select nextval('metadata_seq')").query(Long.class).single();
                    values.forEach((entry, value) ->
                            set(mailbox, owner(reader, entry), entry, value, number));
                    requireRoom(mailbox, reader);
                    feed.annotationsChanged(mailbox.account());
                    return number;
                }));
    }

    private static long owner(AccountId reader, String entry) {
        return entry.startsWith(SHARED) ? 0 : reader.value();
    }

    /** Makes changes of one account's annotations wait for each other; the mailbox stays. */
    private void lock(MailboxId mailbox) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended('bocau.metadata', ?))")
                .param(mailbox.account().value())
                .query(Integer.class)
                .single();
        if (!ofServer(mailbox)) {
            touch(mailbox);
        }
    }

    /** RFC 7162 §3.2: the mod-sequence of the mailbox grows with its annotations. */
    private void touch(MailboxId mailbox) {
        int there =
                jdbc.sql(
                                "update mailbox set highest_modseq = next_modseq(highest_modseq) where account_id = ? and id = ?")
                        .params(mailbox.account().value(), mailbox.number())
                        .update();
        if (there == 0) {
            throw StoreRefusal.noSuchMailbox();
        }
        feed.changed(mailbox);
    }

    private void set(
            MailboxId mailbox, long owner, String entry, byte @Nullable [] value, long number) {
        jdbc.sql(
                        """
                        insert into metadata (account_id, mailbox_id, reader_id, entry, value, changed)
                        values (:account, :mailbox, :owner, :entry, :value, :number)
                        on conflict (account_id, mailbox_id, reader_id, entry)
                        do update set value = excluded.value, changed = excluded.changed
                        """)
                .param("account", mailbox.account().value())
                .param("mailbox", mailbox.number())
                .param("owner", owner)
                .param("entry", entry)
                .param("value", value, java.sql.Types.BINARY)
                .param("number", number)
                .update();
    }

    private void requireRoom(MailboxId mailbox, AccountId reader) {
        for (long owner : new long[] {0, reader.value()}) {
            long held =
                    jdbc.sql(
                                    """
                                    select count(value) from metadata
                                     where account_id = ? and mailbox_id = ? and reader_id = ?
                                    """)
                            .params(mailbox.account().value(), mailbox.number(), owner)
                            .query(Long.class)
                            .single();
            if (held > MAX_ENTRIES) {
                throw new StoreRefusal(StoreRefusal.Reason.LIMIT, "too many annotations");
            }
            forgetRemoved(mailbox, owner);
        }
    }

    /** The oldest go first; a session that has not heard of them looks when it needs to. */
    private void forgetRemoved(MailboxId mailbox, long owner) {
        jdbc.sql(
                        """
                        delete from metadata m using (
                            select entry from metadata
                             where account_id = :account and mailbox_id = :mailbox and reader_id = :owner
                               and value is null
                             order by changed desc offset :most) old
                         where m.account_id = :account and m.mailbox_id = :mailbox and m.reader_id = :owner
                           and m.entry = old.entry
                        """)
                .param("account", mailbox.account().value())
                .param("mailbox", mailbox.number())
                .param("owner", owner)
                .param("most", MAX_REMOVED)
                .update();
    }

    /** The last number given in an account; {@link #since} it, nothing has changed yet. */
    public long latest(AccountId account) {
        return jdbc.sql("select coalesce(max(changed), 0) from metadata where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /** What changed in an account after {@code number} that this reader may see, in order. */
    public List<Change> since(AccountId account, AccountId reader, long number) {
        return jdbc.sql(
                        """
                        select m.account_id, m.mailbox_id, coalesce(b.name, '') as mailbox, m.entry, m.changed
                          from metadata m left join mailbox b on b.account_id = m.account_id and b.id = m.mailbox_id
                         where m.account_id = :account and m.reader_id in (0, :reader) and m.changed > :number
                           and (m.mailbox_id = 0 or b.id is not null)
                         order by m.changed, m.entry
                        """)
                .param("account", account.value())
                .param("reader", reader.value())
                .param("number", number)
                .query((row, _) -> change(row))
                .list();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                new MailboxId(new AccountId(row.getLong("account_id")), row.getLong("mailbox_id")),
                row.getString("mailbox"),
                row.getString("entry"),
                row.getLong("changed"));
    }

    /** RENAME of INBOX leaves its annotations there and gives the new mailbox the same. */
    void copy(MailboxId from, MailboxId to) {
        jdbc.sql(
                        """
                        insert into metadata (account_id, mailbox_id, reader_id, entry, value, changed)
                        select account_id, ?, reader_id, entry, value, nextval('metadata_seq') from metadata
                         where account_id = ? and mailbox_id = ? and value is not null
                        """)
                .params(to.number(), from.account().value(), from.number())
                .update();
    }

    /** A name that only held inferiors became a mailbox again. */
    void move(MailboxId from, MailboxId to) {
        jdbc.sql("update metadata set mailbox_id = ? where account_id = ? and mailbox_id = ?")
                .params(to.number(), from.account().value(), from.number())
                .update();
    }
}
