package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.mailbox.StoredMessage.Column;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads {@link Content} from the store, many messages a statement. */
@Component
class ContentRows {
    /** Octets of a message's columns that are read among others; more come alone. */
    static final int LARGEST_AMONG_OTHERS = 16 * 1024;

    /** Where they are among the columns of the result. */
    private static final int FIRST_VALUE = 6;

    private final JdbcClient jdbc;

    ContentRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By their ids; those that are gone are missing, and of large ones there is the mark only. */
    Map<Long, Content> read(AccountId account, Collection<Long> ids, Set<Column> columns) {
        return read(account, ids, columns, LARGEST_AMONG_OTHERS);
    }

    /** One that may be large; null when it is gone. */
    @Nullable Content alone(AccountId account, long id, Set<Column> columns) {
        return read(account, List.of(id), columns, Integer.MAX_VALUE).get(id);
    }

    private Map<Long, Content> read(
            AccountId account, Collection<Long> ids, Set<Column> columns, int largest) {
        var shared = EnumSet.noneOf(Column.class); // one for all: nobody changes it
        shared.addAll(columns);
        var wanted = List.copyOf(withParts(columns));
        var contents = HashMap.<Long, Content>newHashMap(ids.size());
        jdbc.sql(select(columns, wanted))
                .params(largest, account.value(), ids.stream().mapToLong(Long::longValue).toArray())
                .query(row -> {
                    contents.put(row.getLong(1), content(row, shared, wanted));
                });
        return contents;
    }

    /** The parts say where a header is that is too long to be kept here. */
    private static Set<Column> withParts(Set<Column> columns) {
        var all = EnumSet.noneOf(Column.class);
        all.addAll(columns);
        if (all.contains(Column.HEADER) || all.contains(Column.FIELDS)) {
            all.add(Column.PARTS);
        }
        return all;
    }

    private static String select(Set<Column> columns, List<Column> wanted) {
        var values = new ArrayList<String>();
        for (Column column : wanted) {
            boolean asked = column != Column.PARTS || columns.contains(Column.PARTS);
            values.add(asked ? expression(column) : "case when c.header is null then c.parts end");
        }
        return """
        select c.id, c.thread_id, c.crlf_size, c.body_sha256, x.large%s
          from message_content c cross join lateral (select %s > ? as large) x
         where c.account_id = ? and c.id = any (?)
        """
                .formatted(
                        values.stream()
                                .map(value -> ", case when not x.large then " + value + " end")
                                .collect(Collectors.joining()),
                        values.stream()
                                .map(value -> " + coalesce(octet_length(" + value + "), 0)")
                                .collect(Collectors.joining("", "0", "")));
    }

    private static String expression(Column column) {
        return switch (column) {
            case ENVELOPE -> "c.envelope";
            case BODY -> "c.body_basic";
            case BODYSTRUCTURE -> "c.body_structure";
            case HEADER -> "c.header";
            case FIELDS -> "coalesce(c.fields, c.header)";
            case PARTS -> "c.parts";
            case UTF8_FORMS -> "c.utf8_forms";
            case PREVIEW -> "convert_to(c.preview, 'UTF8')";
            case OCTETS -> throw new IllegalArgumentException("octets are no column");
        };
    }

    private static Content content(ResultSet row, Set<Column> columns, List<Column> wanted)
            throws SQLException {
        var values = new EnumMap<Column, byte[]>(Column.class);
        for (int i = 0; i < wanted.size(); i++) {
            byte[] value = row.getBytes(FIRST_VALUE + i);
            if (value != null) {
                values.put(wanted.get(i), value);
            }
        }
        return new Content(
                columns,
                row.getLong(2),
                row.getLong(3),
                row.getBytes(4),
                row.getBoolean(FIRST_VALUE - 1),
                values);
    }
}
