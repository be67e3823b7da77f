package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bocau.account.AccountId;
import org.bocau.mailbox.StoredMessage.Column;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The contents of messages as delivery has prepared them: ENVELOPE, BODYSTRUCTURE, header, parts.
 * They never change, so what was read once stays in memory as long as there is room.
 *
 * <p>Metrics: {@code bocau.mailbox.contents.octets}, {@code bocau.mailbox.contents.messages}.
 */
@Component
class Contents {
    /** A batch is read whole before any of it is written to a socket. */
    private static final int BATCH = 250;

    /** Header blocks may have 256 KiB each. */
    private static final int BATCH_WITH_HEADERS = 40;

    /** Octets that wait in memory when whole messages are read. */
    private static final int OCTETS_AT_ONCE = 512 * 1024;

    /** A message of more octets is streamed from the body. */
    private static final int SMALL_MESSAGE = 128 * 1024;

    /** What is larger than this costs other messages their place. */
    private static final int LARGEST_KEPT = 16 * 1024;

    private final JdbcClient jdbc;
    private final Cache<Key, Content> cache;

    Contents(JdbcClient jdbc, MailboxProperties properties, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(properties.contentMemory())
                        .weigher((Key _, Content content) -> content.octets())
                        .build();
        Gauge.builder("bocau.mailbox.contents.octets", this, Contents::octets)
                .description("Memory of the message contents kept ready")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("bocau.mailbox.contents.messages", cache, Cache::estimatedSize)
                .description("Messages whose contents are kept ready")
                .register(meters);
    }

    private double octets() {
        return cache.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    private record Key(long account, long emailId) {}

    /** Columns that were not read are null. */
    private record Content(
            Set<Column> columns,
            long threadId,
            byte[] sha256,
            long crlfSize,
            byte @Nullable [] envelope,
            byte @Nullable [] bodyBasic,
            byte @Nullable [] bodyStructure,
            byte @Nullable [] header,
            byte @Nullable [] parts,
            byte @Nullable [] utf8Forms,
            @Nullable String preview) {

        int octets() {
            int sum = 240 + (preview == null ? 0 : preview.length());
            for (byte[] column :
                    Arrays.asList(envelope, bodyBasic, bodyStructure, header, parts, utf8Forms)) {
                sum += column == null ? 0 : column.length + 16;
            }
            return sum;
        }

        /** With the columns that another has and this lacks. */
        Content and(Content other) {
            var all = EnumSet.noneOf(Column.class);
            all.addAll(columns);
            all.addAll(other.columns);
            return new Content(
                    all,
                    threadId,
                    sha256,
                    crlfSize,
                    envelope == null ? other.envelope : envelope,
                    bodyBasic == null ? other.bodyBasic : bodyBasic,
                    bodyStructure == null ? other.bodyStructure : bodyStructure,
                    header == null ? other.header : header,
                    parts == null ? other.parts : parts,
                    utf8Forms == null ? other.utf8Forms : utf8Forms,
                    preview == null ? other.preview : preview);
        }
    }

    /** Gives the messages of these rows in order; one whose content is gone is passed over. */
    void read(
            AccountId account,
            Messages messages,
            int[] rows,
            Set<Column> columns,
            MailStore.Visitor each)
            throws IOException {
        var contents = EnumSet.noneOf(Column.class);
        contents.addAll(columns);
        contents.remove(Column.OCTETS);
        int batch = columns.contains(Column.HEADER) ? BATCH_WITH_HEADERS : BATCH;
        for (int from = 0; from < rows.length; from += batch) {
            int to = Math.min(from + batch, rows.length);
            var found = find(account, messages, Arrays.copyOfRange(rows, from, to), contents);
            if (columns.contains(Column.OCTETS)) {
                withOctets(account, messages, Arrays.copyOfRange(rows, from, to), found, each);
                continue;
            }
            for (int i = from; i < to; i++) {
                var content = found[i - from];
                if (content != null) {
                    each.message(message(messages.state(rows[i]), content, null));
                }
            }
        }
    }

    /** Small messages are read many at a time, as many as are small together. */
    private void withOctets(
            AccountId account,
            Messages messages,
            int[] rows,
            @Nullable Content[] found,
            MailStore.Visitor each)
            throws IOException {
        for (int from = 0, to; from < rows.length; from = to) {
            long octets = 0;
            to = from;
            while (to < rows.length
                    && (to == from || octets + messages.size(rows[to]) <= OCTETS_AT_ONCE)) {
                octets += messages.size(rows[to++]);
            }
            var bodies = octets(account, messages, Arrays.copyOfRange(rows, from, to));
            for (int i = from; i < to; i++) {
                var content = found[i];
                if (content != null) {
                    var state = messages.state(rows[i]);
                    each.message(message(state, content, bodies.get(state.emailId())));
                }
            }
        }
    }

    private Map<Long, byte[]> octets(AccountId account, Messages messages, int[] rows) {
        long[] small =
                Arrays.stream(rows)
                        .filter(row -> messages.size(row) <= SMALL_MESSAGE)
                        .mapToLong(messages::emailId)
                        .toArray();
        var read = new HashMap<Long, byte[]>();
        if (small.length > 0) {
            jdbc.sql(
                            """
                            select c.id, b.octets from message_content c join body_chunk b on b.sha256 = c.body_sha256 and b.n = 0
                             where c.account_id = ? and c.id = any (?)
                            """)
                    .params(account.value(), small)
                    .query(row -> {
                        read.put(row.getLong(1), row.getBytes(2));
                    });
        }
        return read;
    }

    private @Nullable Content[] find(
            AccountId account, Messages messages, int[] rows, Set<Column> columns) {
        var found = new @Nullable Content[rows.length];
        var missing = new HashMap<Long, Integer>();
        for (int i = 0; i < rows.length; i++) {
            long id = messages.emailId(rows[i]);
            var known = cache.getIfPresent(new Key(account.value(), id));
            if (known != null && known.columns().containsAll(columns)) {
                found[i] = known;
            } else {
                missing.put(id, i);
            }
        }
        if (!missing.isEmpty()) {
            var read = query(account, missing.keySet(), columns);
            for (int i = 0; i < rows.length; i++) {
                if (found[i] == null) { // also where a message is here twice
                    found[i] = read.get(messages.emailId(rows[i]));
                }
            }
        }
        return found;
    }

    private Map<Long, Content> query(AccountId account, Set<Long> ids, Set<Column> columns) {
        var read = new HashMap<Long, Content>();
        jdbc.sql(select(columns))
                .params(account.value(), ids.stream().mapToLong(Long::longValue).toArray())
                .query(row -> {
                    long id = row.getLong("id");
                    var content = content(row, columns);
                    read.put(id, content);
                    keep(new Key(account.value(), id), content);
                });
        return read;
    }

    private void keep(Key key, Content content) {
        if (content.octets() <= LARGEST_KEPT) {
            var _ = cache.asMap().merge(key, content, (known, more) -> more.and(known));
        }
    }

    private static String select(Set<Column> columns) {
        var extra = new StringBuilder();
        for (Column column : columns) {
            extra.append(", ").append(nameOf(column));
        }
        return "select id, thread_id, body_sha256, crlf_size"
                + extra
                + " from message_content where account_id = ? and id = any (?)";
    }

    private static String nameOf(Column column) {
        return switch (column) {
            case ENVELOPE -> "envelope";
            case BODY -> "body_basic";
            case BODYSTRUCTURE -> "body_structure";
            case HEADER -> "header";
            case PARTS -> "parts";
            case UTF8_FORMS -> "utf8_forms";
            case PREVIEW -> "preview";
            case OCTETS -> throw new IllegalArgumentException("octets are no column");
        };
    }

    private static Content content(ResultSet row, Set<Column> columns) throws SQLException {
        return new Content(
                columns.isEmpty() ? Set.of() : EnumSet.copyOf(columns),
                row.getLong("thread_id"),
                row.getBytes("body_sha256"),
                row.getLong("crlf_size"),
                octets(row, columns, Column.ENVELOPE),
                octets(row, columns, Column.BODY),
                octets(row, columns, Column.BODYSTRUCTURE),
                octets(row, columns, Column.HEADER),
                octets(row, columns, Column.PARTS),
                octets(row, columns, Column.UTF8_FORMS),
                columns.contains(Column.PREVIEW) ? row.getString("preview") : null);
    }

    private static byte @Nullable [] octets(ResultSet row, Set<Column> columns, Column column)
            throws SQLException {
        return columns.contains(column) ? row.getBytes(nameOf(column)) : null;
    }

    private static StoredMessage message(
            Changes.MessageState state, Content content, byte @Nullable [] octets) {
        return new StoredMessage(
                state,
                content.crlfSize(),
                content.threadId(),
                new BodyKey(content.sha256(), state.size()),
                content.envelope(),
                content.bodyBasic(),
                content.bodyStructure(),
                content.header(),
                content.parts(),
                content.utf8Forms(),
                content.preview(),
                octets);
    }
}
