package org.bocau.webpush;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
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
 * gets the answer.
 */
@Component
class NewMail {
    /** Told one by one; more are told as a number. */
    static final int SINGLY = 3;

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int MOST_FIELDS = 200;

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
    record Arrivals(int count, List<Arrived> latest) {
        static final Arrivals NONE = new Arrivals(0, List.of());
    }

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

    /** What has come since this was asked last: not what is read already, and no old mail. */
    Arrivals since(AccountId account) throws IOException {
        var inbox = mailboxes.inbox(account);
        if (inbox.isEmpty()) return Arrivals.NONE;
        var messages = store.messages(inbox.get());
        var told = claim(account, messages.lastUid());
        if (told.isEmpty()) return Arrivals.NONE;
        long oldest = clock.instant().minus(properties.recent()).getEpochSecond();
        int[] rows =
                Arrays.stream(
                                messages.rows(
                                        UidSet.ofRanges(told.getAsLong() + 1, messages.lastUid())))
                        .filter(row -> isNews(messages, row, oldest))
                        .toArray();
        int[] latest = Arrays.copyOfRange(rows, Math.max(0, rows.length - SINGLY), rows.length);
        return new Arrivals(rows.length, described(inbox.get(), messages, latest));
    }

    private static boolean isNews(Messages messages, int row, long oldest) {
        int flags = messages.system(row);
        return !Flag.SEEN.in(flags)
                && !Flag.DELETED.in(flags)
                && !Flag.DRAFT.in(flags)
                && messages.received(row) >= oldest;
    }

    /** Up to where was told; empty when somebody else has told this. */
    private OptionalLong claim(AccountId account, long last) {
        var told =
                jdbc.sql(
                                """
                                with told as (select last_uid from push_watch
                                               where account_id = :account for update)
                                update push_watch set last_uid = :last from told
                                 where account_id = :account and told.last_uid < :last
                                returning told.last_uid
                                """)
                        .param("account", account.value())
                        .param("last", last)
                        .query((row, _) -> row.getLong(1))
                        .optional();
        return told.map(OptionalLong::of).orElseGet(OptionalLong::empty);
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
