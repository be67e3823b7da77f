package org.bocau.mailbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a mailbox as POP3 does: all UIDs and sizes at once, then whole messages. Asks for what is
 * not in memory in one query, however many messages there are.
 */
@Component
public class Maildrops {
    /** Octets of a message that {@link #read} gives at once; larger ones are streamed. */
    public static final int SMALL = RecentBodies.SMALL;

    private final MailboxIndexes indexes;
    private final RecentBodies bodies;
    private final JdbcClient jdbc;

    Maildrops(MailboxIndexes indexes, RecentBodies bodies, JdbcClient jdbc) {
        this.indexes = indexes;
        this.bodies = bodies;
        this.jdbc = jdbc;
    }

    /** A mailbox of one moment. Immutable; shares its memory with all who have the mailbox open. */
    public static final class Listing {
        private final Messages messages;
        private final Map<Long, Long> longer; // by UID: octets as sent, where they are others

        private Listing(Messages messages, Map<Long, Long> longer) {
            this.messages = messages;
            this.longer = longer;
        }

        public int count() {
            return messages.count();
        }

        /**
         * @param row from 0, by UID ascending
         */
        public long uid(int row) {
            return messages.uid(row);
        }

        /** Octets when every line, the last too, ends in CRLF. RFC 1939 §11. */
        public long sentSize(int row) {
            return longer.isEmpty()
                    ? messages.size(row)
                    : longer.getOrDefault(messages.uid(row), messages.size(row));
        }
    }

    /**
     * The messages of now.
     *
     * @param mailbox as it was just read: the messages are not older
     */
    public Listing list(Mailbox mailbox) {
        var id = mailbox.id();
        var messages = indexes.atLeast(id, mailbox.highestModseq());
        var longer = new HashMap<Long, Long>();
        jdbc.sql(
                        """
                        select m.uid, c.crlf_size
                          from message_content c
                          join message m on m.account_id = c.account_id and m.content_id = c.id
                         where c.account_id = ? and c.crlf_size <> c.size and m.mailbox_id = ?
                        """)
                .params(id.account().value(), id.number())
                .query(row -> {
                    longer.put(row.getLong(1), row.getLong(2));
                });
        return new Listing(messages, longer);
    }

    /**
     * A message's body.
     *
     * @param octets all of them, or null when there are more than {@value Maildrops#SMALL}: then
     *     read them from {@link Bodies}
     */
    public record Found(long uid, BodyKey body, byte @Nullable [] octets) {}

    /**
     * Bodies by UID; those that are gone are missing. All small ones are in memory together, so the
     * caller bounds what it asks for.
     *
     * <p>Each is looked for by its keys: the database knows how large mailboxes are on average, and
     * with a plan that it keeps would read the whole of this one for a few of its messages, or all
     * content there is.
     */
    public Map<Long, Found> read(MailboxId mailbox, long... uids) {
        var keys = HashMap.<Long, BodyKey>newHashMap(uids.length);
        jdbc.sql(
                        """
                        with owner as (select ?::bigint as account_id, ?::bigint as mailbox_id)
                        select m.uid, c.body_sha256, c.size
                          from owner
                         cross join unnest((select ?::bigint[])) wanted (uid)
                         cross join lateral (
                            select uid, content_id from message
                             where account_id = owner.account_id and mailbox_id = owner.mailbox_id and uid = wanted.uid
                            offset 0) m
                         cross join lateral (
                            select body_sha256, size from message_content
                             where account_id = owner.account_id and id = m.content_id
                            offset 0) c
                        """)
                .params(mailbox.account().value(), mailbox.number(), uids)
                .query(row -> {
                    keys.put(row.getLong(1), new BodyKey(row.getBytes(2), row.getLong(3)));
                });
        var small = bodies.all(keys.values());
        var found = HashMap.<Long, Found>newHashMap(keys.size());
        keys.forEach((uid, key) -> found.put(uid, new Found(uid, key, small.get(key))));
        return found;
    }
}
