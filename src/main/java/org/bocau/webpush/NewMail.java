package org.bocau.webpush;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.Messages;
import org.bocau.mailbox.StoredMessage;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.mailbox.UidSet;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What has come into an inbox since its owner was told last. Of several nodes that ask at once one
 * gets the answer, and has it for some minutes: until it says that it has told, or has died.
 */
@Component
class NewMail {
    /** Told one by one; more are told as a number. */
    static final int SINGLY = 3;

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int MOST_FIELDS = 200;

    /** Longer than telling takes, one browser after the other, when no push service answers. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Mailboxes mailboxes;
    private final MailStore store;
    private final PushProperties properties;
    private final Clock clock;

    NewMail(
            JdbcClient jdbc,
            Mailboxes mailboxes,
            MailStore store,
            PushProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.mailboxes = mailboxes;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A message that has come.
     *
     * @param from whom it is from, as lists show it; empty where it says nobody
     * @param subject may be empty
     */
    record Arrived(long uid, String from, String subject, String preview) {}

    /**
     * All that has come, of which at most {@link #SINGLY} are described.
     *
     * @param latest oldest first
     */
    record Arrivals(int count, List<Arrived> latest) {}

    /** What is there now is known: telling begins with what comes next. */
    void begin(AccountId account) {
        var last =
                mailboxes.inbox(account).map(inbox -> store.messages(inbox).lastUid()).orElse(0L);
        jdbc.sql(
                        """
                        insert into push_watch (account_id, last_uid) values (?, ?)
                            on conflict (account_id)
                            do update set last_uid = greatest(push_watch.last_uid, excluded.last_uid)
                        """)
                .params(account.value(), last)
                .update();
    }

    /** What a look found. */
    sealed interface Look {
        /**
         * All is told.
         *
         * @param upTo UID up to which it is
         */
        record Nothing(long upTo) implements Look {}

        /** Another node is telling it. */
        record Elsewhere() implements Look {}

        /**
         * To be told by who asked, and then {@link #told} or {@link #untold}.
         *
         * @param upTo UID of the newest
         * @param lease until when nobody else tells it
         */
        record News(long upTo, Instant lease, Arrivals arrivals) implements Look {}
    }

    /** Where mail comes in; empty while there is no such mailbox. */
    Optional<MailboxId> inbox(AccountId account) {
        return mailboxes.inbox(account);
    }

    /**
     * Looks for what nobody was told of: not what is read already, and no old mail. Nothing is
     * written unless there is such mail.
     *
     * @param told UID up to which the caller knows that it is
     */
    Look look(MailboxId inbox, long told) throws IOException {
        var messages = store.messages(inbox);
        long last = messages.lastUid();
        if (last <= told) return new Look.Nothing(told);
        var before = claim(inbox.account(), last);
        if (before.isEmpty()) {
            return isTold(inbox.account(), last) ? new Look.Nothing(last) : new Look.Elsewhere();
        }
        var claim = before.get();
        boolean found = false;
        try {
            var news = new Look.News(last, claim.lease(), arrivals(inbox, messages, claim, last));
            found = true;
            return news;
        } finally {
            if (!found) untold(inbox.account(), claim.lease());
        }
    }

    private Arrivals arrivals(MailboxId inbox, Messages messages, Claim claim, long last)
            throws IOException {
        long oldest = clock.instant().minus(properties.recent()).getEpochSecond();
        int[] rows =
                Arrays.stream(messages.rows(UidSet.ofRanges(claim.told() + 1, last)))
                        .filter(row -> isNews(messages, row, oldest))
                        .toArray();
        int[] latest = Arrays.copyOfRange(rows, Math.max(0, rows.length - SINGLY), rows.length);
        return new Arrivals(rows.length, described(inbox, messages, latest));
    }

    private static boolean isNews(Messages messages, int row, long oldest) {
        int flags = messages.system(row);
        return !Flag.SEEN.in(flags)
                && !Flag.DELETED.in(flags)
                && !Flag.DRAFT.in(flags)
                && messages.received(row) >= oldest;
    }

    /**
     * What is ours to tell.
     *
     * @param told UID up to which it was told before
     */
    private record Claim(long told, Instant lease) {}

    /** Empty when all is told, or somebody else is at it. */
    private Optional<Claim> claim(AccountId account, long last) {
        var now = clock.instant();
        return jdbc.sql(
                        """
                        update push_watch set leased_until = :lease
                         where account_id = :account and last_uid < :last and leased_until <= :now
                        returning last_uid, leased_until
                        """)
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("account", account.value())
                .param("last", last)
                .param("now", Timestamp.from(now))
                .query((row, _) -> new Claim(row.getLong(1), row.getTimestamp(2).toInstant()))
                .optional();
    }

    private boolean isTold(AccountId account, long last) {
        return jdbc.sql("select last_uid from push_watch where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .optional()
                .filter(uid -> uid < last)
                .isEmpty();
    }

    /**
     * The owner knows now what has come up to this UID. Where the lease has run out, whoever has it
     * now says so.
     */
    void told(AccountId account, long upTo, Instant lease) {
        jdbc.sql(
                        """
                        update push_watch set last_uid = greatest(last_uid, ?), leased_until = 'epoch'
                         where account_id = ? and leased_until = ?
                        """)
                .params(upTo, account.value(), Timestamp.from(lease))
                .update();
    }

    /** Nobody could be told; whoever looks next tries again. */
    void untold(AccountId account, Instant lease) {
        jdbc.sql(
                        "update push_watch set leased_until = 'epoch' where account_id = ? and leased_until = ?")
                .params(account.value(), Timestamp.from(lease))
                .update();
    }

    private List<Arrived> described(MailboxId inbox, Messages messages, int[] rows)
            throws IOException {
        var arrived = new ArrayList<Arrived>();
        store.fetch(
                inbox,
                messages,
                rows,
                Set.of(Column.FIELDS, Column.PREVIEW),
                message -> arrived.add(described(message)));
        return arrived;
    }

    private static Arrived described(StoredMessage message) {
        var fields = message.fields();
        var header =
                fields == null
                        ? HeaderSection.NONE
                        : HeaderSection.shown(
                                new ByteArrayInputStream(fields), LONGEST_HEADER, MOST_FIELDS);
        return new Arrived(
                message.uid(),
                header.all("From").stream()
                        .flatMap(field -> HeaderAddress.list(field.value()).stream())
                        .map(HeaderAddress::display)
                        .findFirst()
                        .orElse(""),
                header.all("Subject").stream()
                        .map(HeaderSection.Field::text)
                        .findFirst()
                        .orElse(""),
                message.preview() == null ? "" : message.preview());
    }
}
