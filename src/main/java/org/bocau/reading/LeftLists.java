package org.bocau.reading;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Which lists people have left, and when. A list is known by its List-Id (RFC 2919), else by who
 * writes its letters. Anybody can write another list's id into a letter, so being here takes
 * nothing away from a letter: it only says what its reader did.
 */
@Service
class LeftLists {
    /** More than anybody leaves; the oldest are forgotten. */
    private static final int MOST = 2000;

    private static final int LONGEST = 400;

    /** RFC 2919 §2: after words for people, which change from letter to letter. */
    private static final Pattern ID = Pattern.compile("<\\s*([^<>\\s]+)\\s*>\\s*$");

    private final JdbcClient jdbc;
    private final Clock clock;

    LeftLists(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** When the reader last left the list of this letter; null if never. */
    @Nullable Instant leftAt(AccountId account, MessageView message) {
        var list = list(message);
        if (list == null) return null;
        return jdbc.sql("select left_at from left_list where account_id = ? and list = ?")
                .params(account.value(), list)
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElse(null);
    }

    /** The reader leaves the list of this letter now, perhaps not for the first time. */
    void leave(AccountId account, MessageView message) {
        var list = list(message);
        if (list == null) return;
        jdbc.sql(
                        """
                        insert into left_list (account_id, list, left_at) values (?, ?, ?)
                        on conflict (account_id, list) do update set left_at = excluded.left_at
                        """)
                .params(account.value(), list, Timestamp.from(clock.instant()))
                .update();
        jdbc.sql(
                        """
                        delete from left_list where account_id = :account and list in (
                               select list from left_list where account_id = :account
                                order by left_at desc, list offset :most)
                        """)
                .param("account", account.value())
                .param("most", MOST)
                .update();
    }

    /** The reader wants the list of this letter again. */
    void forget(AccountId account, MessageView message) {
        var list = list(message);
        if (list == null) return;
        jdbc.sql("delete from left_list where account_id = ? and list = ?")
                .params(account.value(), list)
                .update();
    }

    /** Null where the letter names neither, or something too long to be one. */
    static @Nullable String list(MessageView message) {
        var ids = message.header().all("List-Id");
        var id = ids.size() == 1 ? ID.matcher(ids.getFirst().value()) : null;
        var from = message.author().address();
        var list = id != null && id.find() ? "id:" + id.group(1) : "from:" + from;
        boolean named = list.startsWith("id:") || from.indexOf('@') > 0;
        if (!named || list.length() > LONGEST || list.indexOf('\0') >= 0) return null;
        return list.toLowerCase(Locale.ROOT);
    }
}
