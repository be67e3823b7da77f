package org.bocau.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Messages in mailboxes. Each method is one transaction (or joins the caller's) and has committed
 * when it returns; whoever watches the mailbox is told after that. A mailbox that was deleted
 * meanwhile: {@link StoreRefusal} NO_SUCH_MAILBOX.
 */
@Component
public class MailStore {
    private final JdbcClient jdbc;
    private final Filing filing;
    private final Broadcast broadcast;
    private final Arrivals arrivals;
    private final FlagEdits flagEdits;
    private final Removal removal;
    private final Copying copying;
    private final Reading reading;
    private final Searching searching;
    private final MailboxIndexes indexes;
    private final Contents contents;
    private final Tombstones tombstones;
    private final RecentClaims recent;
    private final Turns turns;
    private final TransactionTemplate transaction;

    MailStore(
            JdbcClient jdbc,
            Filing filing,
            Broadcast broadcast,
            Arrivals arrivals,
            FlagEdits flagEdits,
            Removal removal,
            Copying copying,
            Reading reading,
            Searching searching,
            MailboxIndexes indexes,
            Contents contents,
            Tombstones tombstones,
            RecentClaims recent,
            Turns turns,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.filing = filing;
        this.broadcast = broadcast;
        this.arrivals = arrivals;
        this.flagEdits = flagEdits;
        this.removal = removal;
        this.copying = copying;
        this.reading = reading;
        this.searching = searching;
        this.indexes = indexes;
        this.contents = contents;
        this.tombstones = tombstones;
        this.recent = recent;
        this.turns = turns;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Stores messages, all or none, in the order given. For several mailboxes the caller sorts by
     * account, then mailbox number: the lock order.
     *
     * @param quotaOctets limit of the account that owns the mailboxes; 0 for none
     * @throws StoreRefusal OVER_QUOTA, nothing stored
     * @throws IOException a spool could not be read; nothing stored
     */
    public List<Appended> append(List<Incoming> messages, long quotaOctets) throws IOException {
        try {
            if (Filing.oneStatement(messages)) {
                var message = messages.getFirst();
                return message.flags().equals(Flags.NONE)
                        ? arrivals.file(
                                new Target(message, quotaOctets), () -> file(message, quotaOctets))
                        : file(message, quotaOctets);
            }
            return inTransaction(() -> {
                try {
                    filing.saveBodies(messages);
                    return filing.fileSaved(messages, quotaOctets);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /**
     * A message for one of many mailboxes.
     *
     * @param quotaOctets limit of the account; 0 for none
     */
    public record Target(Incoming message, long quotaOctets) {}

    /**
     * Stores one message in a mailbox of each of many accounts, in all or in none, by one
     * statement.
     *
     * @param targets all with the same octets, and without flags
     * @throws StoreRefusal OVER_QUOTA, NO_SUCH_MAILBOX for one of them; which one is not told
     * @throws IOException the spool could not be read; nothing stored
     */
    public List<Appended> appendToAll(List<Target> targets) throws IOException {
        try {
            return inTransaction(() -> {
                try {
                    return broadcast.file(targets);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private List<Appended> file(Incoming message, long quotaOctets) {
        return turns.take(
                message.mailbox(),
                Turns.Kind.MESSAGE,
                Optional.of(message.octets()),
                turn -> file(message, quotaOctets, turn));
    }

    private List<Appended> file(Incoming message, long quotaOctets, Turns.Turn turn) {
        try {
            return turn.bodySaved()
                    ? filing.fileSaved(List.of(message), quotaOctets)
                    : List.of(filing.fileAtOnce(message, quotaOctets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes a message and stores another, both or neither; what goes makes room in the quota for
     * what comes. RFC 8508 §3.4.
     *
     * @param replaced one message, in any mailbox of any account
     * @param quotaOctets limit of the account that owns the target; 0 for none
     * @return empty, and nothing done, when the message is gone already
     * @throws StoreRefusal OVER_QUOTA, NO_SUCH_MAILBOX
     * @throws IOException the spool could not be read; nothing done
     */
    public Optional<Appended> replace(
            MailboxId from, UidSet replaced, Incoming by, long quotaOctets) throws IOException {
        try {
            return inTransaction(() -> {
                try {
                    return replaceLocked(from, replaced, by, quotaOctets);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private Optional<Appended> replaceLocked(
            MailboxId from, UidSet replaced, Incoming by, long quotaOctets) throws IOException {
        filing.saveBodies(List.of(by));
        var _ = Locking.lockBoth(jdbc, from, by.mailbox());
        var gone = removal.remove(from, replaced, false);
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(filing.fileSaved(List.of(by), quotaOctets).getFirst());
    }

    /**
     * Opens a mailbox for a session.
     *
     * @param mailbox as it was just read: the messages are not older
     * @param claimRecent later sessions will not see these messages as \Recent (SELECT, not
     *     EXAMINE)
     */
    public Snapshot open(Mailbox mailbox, boolean claimRecent) {
        var id = mailbox.id();
        var messages = indexes.atLeast(id, mailbox.highestModseq());
        long known = recent.from(id, mailbox.recentFrom());
        long recentFrom = claimRecent ? claimRecent(id, messages) : known;
        return new Snapshot(mailbox, messages, recentFrom);
    }

    /** The same for one who has not read the mailbox. */
    public Snapshot open(MailboxId mailbox, boolean claimRecent) {
        return open(
                Locking.read(jdbc, mailbox).orElseThrow(StoreRefusal::noSuchMailbox), claimRecent);
    }

    /** The messages now, from memory unless something changed: shared, immutable. */
    public Messages messages(MailboxId mailbox) {
        return indexes.current(mailbox);
    }

    /** UIDs of these messages from the returned one on have been shown to nobody. */
    public long recentFrom(MailboxId mailbox, Messages messages) {
        long known = recent.from(mailbox);
        return known > messages.lastUid() ? known : recentAsRead(mailbox);
    }

    private long recentAsRead(MailboxId mailbox) {
        var read = Locking.read(jdbc, mailbox).orElseThrow(StoreRefusal::noSuchMailbox);
        return recent.from(mailbox, read.recentFrom());
    }

    /**
     * Claims \Recent for a read-write session: UIDs from the returned one on had been shown to
     * nobody. RFC 3501 §2.3.2. It is written down within a second or two.
     */
    public long claimRecent(MailboxId mailbox, Messages messages) {
        if (recent.from(mailbox) == 0) {
            recentAsRead(mailbox);
        }
        return recent.claim(mailbox, messages.lastUid());
    }

    /** How many messages have been shown to no read-write session. STATUS RECENT. */
    public long recentCount(Mailbox mailbox) {
        long from = recent.from(mailbox.id(), mailbox.recentFrom());
        return from >= mailbox.uidNext() ? 0 : countFrom(mailbox.id(), from);
    }

    private long countFrom(MailboxId mailbox, long uid) {
        return jdbc.sql(
                        "select count(*) from message where account_id = ? and mailbox_id = ? and uid >= ?")
                .params(mailbox.account().value(), mailbox.number(), uid)
                .query(Long.class)
                .single();
    }

    /** What changed after {@code modseq}, from the database. */
    public Changes since(MailboxId mailbox, long modseq) {
        return reading.since(mailbox, modseq);
    }

    /** What went after {@code modseq}. RFC 7162 §3.2.6. */
    public Vanished vanished(MailboxId mailbox, long modseq) {
        return tombstones.since(mailbox, modseq);
    }

    /**
     * Changes flags.
     *
     * @param unchangedSince messages with a higher mod-sequence are left alone (RFC 7162 §3.1.3);
     *     Long.MAX_VALUE for no condition
     * @throws StoreRefusal LIMIT, too many keywords
     */
    public Edited editFlags(MailboxId mailbox, UidSet uids, FlagEdit edit, long unchangedSince) {
        return turns.take(
                mailbox,
                Turns.Kind.FLAGS,
                Optional.empty(),
                turn ->
                        FlagEdits.atOnce(uids, edit)
                                ? flagEdits.editAtOnce(
                                        mailbox, uids, edit, unchangedSince, turn.durable())
                                : inTransaction(() ->
                                        flagEdits.edit(
                                                Locking.lock(jdbc, mailbox),
                                                uids,
                                                edit,
                                                unchangedSince,
                                                turn.durable())));
    }

    /**
     * How STORE ended.
     *
     * @param stored the state now of the messages that exist and were not left alone, by UID
     *     ascending
     * @param leftAlone changed since by somebody else
     */
    public record Edited(List<Changes.MessageState> stored, UidSet leftAlone) {}

    /**
     * Removes those of {@code uids} (null for all) that have \Deleted. Returns what was removed.
     */
    public UidSet expunge(MailboxId mailbox, @Nullable UidSet uids) {
        if (uids != null) {
            return removed(mailbox, () -> removal.expunge(mailbox, uids));
        }
        // Looked for before the change: within its transaction the index must not be brought up.
        var marked = messages(mailbox).having(Flag.DELETED);
        return removed(mailbox, () -> removal.expungeAll(mailbox, marked));
    }

    /** Removes messages whatever their flags: POP3's QUIT. Returns what was removed. */
    public UidSet remove(MailboxId mailbox, UidSet uids) {
        return removed(mailbox, () -> removal.remove(mailbox, uids, false));
    }

    private UidSet removed(MailboxId mailbox, Supplier<UidSet> removing) {
        return turns.take(mailbox, Turns.Kind.REMOVAL, Optional.empty(), _ -> removing.get());
    }

    /**
     * Copies, keeping INTERNALDATE, email id and of the flags those that may be set there (RFC 4314
     * §4). All or none; UIDs that are gone are passed over.
     *
     * @param to may be another account's
     * @param quotaOctets limit of the account that owns the target; 0 for none
     * @throws StoreRefusal OVER_QUOTA
     */
    public Copied copy(MailboxId from, UidSet uids, Access to, long quotaOctets) {
        return inTransaction(() -> copying.copy(from, uids, to.id(), to.rights(), quotaOctets));
    }

    /**
     * Copies and removes in one transaction. RFC 6851.
     *
     * @param to may be another account's
     * @param quotaOctets limit of the account that owns the target; it counts only where that is
     *     another one
     * @throws StoreRefusal OVER_QUOTA
     */
    public Copied move(MailboxId from, UidSet uids, Access to, long quotaOctets) {
        return inTransaction(() -> copying.move(from, uids, to.id(), to.rights(), quotaOctets));
    }

    /**
     * Reads messages by UID ascending, a bounded batch at a time; no connection is held while
     * {@code each} runs.
     */
    public void fetch(
            MailboxId mailbox, UidSet uids, Set<StoredMessage.Column> columns, Visitor each)
            throws IOException {
        var messages = messages(mailbox);
        fetch(mailbox, messages, messages.rows(uids), columns, each);
    }

    /** The same for rows of a version that the caller holds; those that are gone are left out. */
    public void fetch(
            MailboxId mailbox,
            Messages messages,
            int[] rows,
            Set<StoredMessage.Column> columns,
            Visitor each)
            throws IOException {
        contents.read(mailbox.account(), messages, rows, columns, each);
    }

    /** Takes one message after the other. */
    @FunctionalInterface
    public interface Visitor {
        void message(StoredMessage message) throws IOException;
    }

    /**
     * UIDs of those of the messages that match, ascending.
     *
     * @param messages a version of the mailbox: what the client has been told of
     */
    public long[] search(MailboxId mailbox, Messages messages, SearchKey key) {
        return searching.search(mailbox, messages, key);
    }

    /**
     * How relevant the found messages are to what the key looks for loosely. RFC 6203 §4.
     *
     * @param found by {@link #search} with the same arguments, ascending
     */
    public Relevancy relevancy(MailboxId mailbox, Messages messages, SearchKey key, long[] found) {
        return searching.relevancy(mailbox, messages, key, found);
    }

    /** Octets and messages that an account holds. */
    public Usage usage(AccountId account) {
        return jdbc.sql("select octets, messages from account_usage where account_id = ?")
                .param(account.value())
                .query(Usage.class)
                .optional()
                .orElse(new Usage(0, 0));
    }

    /** Octets of the messages that have \\Deleted. RFC 9208 §5.1 DELETED-STORAGE. */
    public long deletedOctets(MailboxId mailbox) {
        return jdbc.sql(
                        """
                        select coalesce(sum(size), 0) from message
                         where account_id = ? and mailbox_id = ? and (flags & ?) <> 0
                        """)
                .params(
                        mailbox.account().value(),
                        mailbox.number(),
                        Flags.of(Flag.DELETED).system())
                .query(Long.class)
                .single();
    }

    /** What counts against the quota: every copy's octets. */
    public record Usage(long octets, long messages) {}

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }
}
