package org.bocau.mailbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Names, hierarchy, subscriptions. Each method is one transaction. INBOX is met in any case.
 *
 * <p>Changes of names in one account run one after another (an advisory lock taken first, before
 * any row), so two of them never see half of each other.
 */
@Component
public class Mailboxes {
    private static final int MAX_MAILBOXES = 10_000;
    private static final Comparator<Mailbox> INBOX_FIRST =
            Comparator.comparing((Mailbox m) -> !m.name().equals(MailboxName.INBOX))
                    .thenComparing(Mailbox::name);

    private final MailboxRows rows;
    private final JdbcClient jdbc;
    private final Removal removal;
    private final Copying copying;
    private final AccessLists lists;
    private final Metadata metadata;
    private final Inboxes inboxes;
    private final ChangeFeed feed;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Mailboxes(
            MailboxRows rows,
            JdbcClient jdbc,
            Removal removal,
            Copying copying,
            AccessLists lists,
            Metadata metadata,
            Inboxes inboxes,
            ChangeFeed feed,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.removal = removal;
        this.copying = copying;
        this.lists = lists;
        this.metadata = metadata;
        this.inboxes = inboxes;
        this.feed = feed;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * INBOX and a mailbox for each special use, of its name, subscribed, for a new account: few
     * statements, for there may be thousands of accounts to make.
     */
    void createDefaults(AccountId account) {
        transaction.executeWithoutResult(_ -> {
            String[] names = defaults(use -> use.text().substring(1), MailboxName.INBOX);
            String[] uses = defaults(SpecialUse::name, "");
            long validity = clock.instant().getEpochSecond();
            jdbc.sql("insert into account_usage (account_id, uid_validity) values (?, ?)")
                    .params(account.value(), validity + names.length)
                    .update();
            jdbc.sql(
                            """
                            insert into mailbox (account_id, id, name, special_use, uid_validity)
                            select :account, nextval('mailbox_seq'), name, nullif(use, ''), :validity + place
                              from unnest(:names::text[], :uses::text[]) with ordinality d (name, use, place)
                            """)
                    .param("account", account.value())
                    .param("validity", validity)
                    .param("names", names)
                    .param("uses", uses)
                    .update();
            jdbc.sql("insert into subscription (account_id, name) select ?, unnest(?::text[])")
                    .params(account.value(), names)
                    .update();
            feed.namesChanged(account);
        });
    }

    private static String[] defaults(Function<SpecialUse, String> each, String inbox) {
        var uses = Arrays.stream(SpecialUse.values()).map(each);
        return Stream.concat(Stream.of(inbox), uses).toArray(String[]::new);
    }

    /** All of an account's, INBOX first, then by name. */
    public List<Mailbox> list(AccountId account) {
        return jdbc
                .sql("select * from mailbox where account_id = ?")
                .param(account.value())
                .query((row, _) -> Locking.mailbox(row))
                .list()
                .stream()
                .sorted(INBOX_FIRST)
                .toList();
    }

    public Optional<Mailbox> find(AccountId account, String name) {
        return Locking.read(jdbc, account, MailboxName.canonical(name)); // one round trip
    }

    /** The one for this use, if the account has kept it. */
    public Optional<Mailbox> find(AccountId account, SpecialUse use) {
        return jdbc.sql("select * from mailbox where account_id = ? and special_use = ?")
                .param(account.value())
                .param(use.name())
                .query((row, _) -> Locking.mailbox(row))
                .optional();
    }

    /** Where an account's mail arrives; empty when there is no such account any more. */
    public Optional<MailboxId> inbox(AccountId account) {
        return inboxes.find(account);
    }

    /**
     * Fresh counters.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX when it was deleted
     */
    public Mailbox status(MailboxId mailbox) {
        return Locking.read(jdbc, mailbox).orElseThrow(StoreRefusal::noSuchMailbox);
    }

    /**
     * Makes it and the levels above it. A trailing {@code /} is ignored (RFC 3501 §6.3.3).
     *
     * @throws StoreRefusal MAILBOX_EXISTS, CANNOT, LIMIT
     */
    public Mailbox create(AccountId account, String requested, @Nullable SpecialUse use) {
        String name = MailboxName.ownable(requested);
        return locked(
                account,
                () -> {
                    var there = rows.findByAccountIdAndName(account.value(), name);
                    if (there.filter(MailboxRow::selectable).isPresent()) {
                        throw exists(name);
                    }
                    if (use != null
                            && rows.findByAccountIdAndSpecialUse(account.value(), use)
                                    .isPresent()) {
                        throw new StoreRefusal(
                                StoreRefusal.Reason.CANNOT,
                                "another mailbox is the one for " + use.text() + " already");
                    }
                    makeSuperiors(account, name);
                    return there.map(row -> revive(account, row, use))
                            .orElseGet(() -> insert(account, name, use));
                });
    }

    private void makeSuperiors(AccountId account, String name) {
        for (String superior : MailboxName.superiors(name)) {
            if (rows.findByAccountIdAndName(account.value(), superior).isEmpty()) {
                insert(account, superior, null);
            }
        }
    }

    /** A \Noselect name becomes a mailbox again: a new one, with a new UIDVALIDITY. */
    private Mailbox revive(AccountId account, MailboxRow row, @Nullable SpecialUse use) {
        String name = row.name();
        rows.delete(row);
        rows.flush();
        var revived = insert(account, name, use);
        metadata.move(new MailboxId(account, row.id()), revived.id());
        return revived;
    }

    private Mailbox insert(AccountId account, String name, @Nullable SpecialUse use) {
        if (rows.countByAccountId(account.value()) >= MAX_MAILBOXES) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.LIMIT,
                    "an account has at most " + MAX_MAILBOXES + " mailboxes");
        }
        long validity = nextUidValidity(account);
        var made =
                rows.saveAndFlush(new MailboxRow(account, rows.nextId(), name, use, validity))
                        .view();
        lists.inherit(made.id(), name);
        feed.namesChanged(account);
        return made;
    }

    /**
     * RFC 3501 §2.3.1.1: only grows within an account; at least the time, so that an account
     * restored from an old backup does not give out one again that clients have seen.
     */
    private long nextUidValidity(AccountId account) {
        return jdbc.sql(
                        """
                        update account_usage set uid_validity = greatest(uid_validity + 1, :now)
                         where account_id = :account returning uid_validity
                        """)
                .param("now", clock.instant().getEpochSecond())
                .param("account", account.value())
                .query(Long.class)
                .optional()
                .orElseThrow(StoreRefusal::noSuchMailbox);
    }

    /**
     * Deletes messages and name; with inferiors the name stays as {@code \Noselect} (RFC 3501
     * §6.3.4).
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX, CANNOT for INBOX, HAS_INFERIORS when only the name is
     *     left already
     */
    public void delete(AccountId account, String requested) {
        String name = MailboxName.canonical(requested);
        if (name.equals(MailboxName.INBOX)) {
            throw new StoreRefusal(StoreRefusal.Reason.CANNOT, "INBOX cannot be deleted");
        }
        locked(
                account,
                () -> {
                    var row = existing(account, name);
                    boolean inferiors =
                            !rows.inferiors(account.value(), name + MailboxName.SEPARATOR)
                                    .isEmpty();
                    if (inferiors && !row.selectable()) {
                        throw new StoreRefusal(
                                StoreRefusal.Reason.HAS_INFERIORS,
                                "Name \"" + name + "\" has inferior hierarchical names");
                    }
                    var id = new MailboxId(account, row.id());
                    removal.empty(id, !inferiors);
                    feed.changed(id);
                    return id;
                });
    }

    /**
     * Inferiors move along; INBOX's messages move to a new mailbox and INBOX stays, empty (RFC 3501
     * §6.3.5).
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX, MAILBOX_EXISTS, CANNOT, LIMIT
     */
    public void rename(AccountId account, String requestedFrom, String requestedTo) {
        String from = MailboxName.canonical(requestedFrom);
        String to = MailboxName.ownable(requestedTo);
        if (to.startsWith(from + MailboxName.SEPARATOR) && !from.equals(MailboxName.INBOX)) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.CANNOT, "a mailbox cannot become its own inferior");
        }
        locked(
                account,
                () -> {
                    var row = existing(account, from);
                    if (rows.findByAccountIdAndName(account.value(), to).isPresent()) {
                        throw exists(to);
                    }
                    makeSuperiors(account, to);
                    if (from.equals(MailboxName.INBOX)) {
                        moveInbox(new MailboxId(account, row.id()), to);
                    } else {
                        renameTree(account, row, to);
                    }
                    return row;
                });
    }

    private void renameTree(AccountId account, MailboxRow row, String to) {
        String from = row.name();
        var moving = new ArrayList<MailboxRow>(List.of(row));
        moving.addAll(rows.inferiors(account.value(), from + MailboxName.SEPARATOR));
        moving.sort(Comparator.comparingLong(MailboxRow::id)); // the lock order
        for (MailboxRow one : moving) {
            one.rename(MailboxName.checked(to + one.name().substring(from.length())));
            rows.saveAndFlush(one);
            feed.changed(new MailboxId(account, one.id()));
        }
    }

    private void moveInbox(MailboxId inbox, String to) {
        // The row is locked before account_usage, which creating the target needs: the lock order.
        var _ = Locking.lock(jdbc, inbox);
        var target = insert(inbox.account(), to, null);
        copying.moveAll(inbox, target.id());
        metadata.copy(inbox, target.id());
    }

    /** Names need not exist (RFC 3501 §6.3.6). */
    public void subscribe(AccountId account, String name) {
        insertSubscription(account, MailboxName.checked(name));
    }

    /** A name {@link Namespaces} has made: longer than an own one may be. */
    void subscribeToShared(AccountId account, String name) {
        insertSubscription(account, name);
    }

    private void insertSubscription(AccountId account, String name) {
        jdbc.sql("insert into subscription (account_id, name) values (?, ?) on conflict do nothing")
                .params(account.value(), name)
                .update();
        feed.namesChanged(account);
    }

    public void unsubscribe(AccountId account, String name) {
        jdbc.sql("delete from subscription where account_id = ? and name = ?")
                .params(account.value(), MailboxName.canonical(name))
                .update();
        feed.namesChanged(account);
    }

    public SortedSet<String> subscriptions(AccountId account) {
        return new TreeSet<>(
                jdbc.sql("select name from subscription where account_id = ?")
                        .param(account.value())
                        .query(String.class)
                        .list());
    }

    private MailboxRow existing(AccountId account, String name) {
        return rows.findByAccountIdAndName(account.value(), name)
                .orElseThrow(StoreRefusal::noSuchMailbox);
    }

    private static StoreRefusal exists(String name) {
        return new StoreRefusal(
                StoreRefusal.Reason.MAILBOX_EXISTS, "Mailbox \"" + name + "\" exists already");
    }

    private <T> T locked(AccountId account, Supplier<T> work) {
        return java.util.Objects.requireNonNull(
                transaction.execute(_ -> {
                    lockNames(account);
                    return work.get();
                }));
    }

    private void lockNames(AccountId account) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended('bocau.mailbox.names', ?))")
                .param(account.value())
                .query(Integer.class)
                .single();
    }
}
