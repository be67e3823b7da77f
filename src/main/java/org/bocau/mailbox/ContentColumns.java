package org.bocau.mailbox;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.message.UsualFields;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a message itself says for {@code message_content}: as parameters of a statement about one
 * message, or as arrays of one about several, which {@code unnest} makes rows again.
 */
enum ContentColumns {
    MESSAGE_ID_HASH("message_id_hash", Kind.NUMBER),
    SENT_ON("sent_on", Kind.DAY),
    SUBJECT("subject", Kind.TEXT),
    BASE_SUBJECT("base_subject", Kind.TEXT),
    SENDER("sender", Kind.TEXT),
    HAS_ATTACHMENT("has_attachment", Kind.TRUTH),
    PREVIEW("preview", Kind.TEXT),
    ENVELOPE("envelope", Kind.OCTETS),
    BODY("body_basic", Kind.OCTETS),
    BODY_STRUCTURE("body_structure", Kind.OCTETS),
    HEADER("header", Kind.OCTETS),
    FIELDS("fields", Kind.OCTETS),
    PARTS("parts", Kind.OCTETS),
    UTF8_FORMS("utf8_forms", Kind.OCTETS),
    PARSER("parser", Kind.NUMBER),
    SENT_AT("sent_at", Kind.MOMENT),
    REFS("refs", Kind.NUMBERS),
    IS_REPLY("is_reply", Kind.TRUTH),
    SORT_FROM("sort_from", Kind.TEXT),
    SORT_TO("sort_to", Kind.TEXT),
    SORT_CC("sort_cc", Kind.TEXT),
    SORT_DISPLAY_FROM("sort_display_from", Kind.TEXT),
    SORT_DISPLAY_TO("sort_display_to", Kind.TEXT);

    /** {@code a, b}. */
    static final String NAMES = each(column -> column.column);

    /** {@code :a::text, :b::date}: of the message that the parameters are about. */
    static final String PARAMETERS = each(column -> ":" + column.column + column.kind.cast());

    /** {@code :a::text[], :b::text[]}: to be unnested, in the order of {@link #NAMES}. */
    static final String ARRAYS = each(column -> ":" + column.column + column.kind.arrayCast());

    /** {@code g.a, g.b::date}: of a row g of the unnested arrays. */
    static final String OF_ROW = each(column -> "g." + column.column + column.kind.cast());

    /** How values travel: the types whose arrays the driver sends as they are, all else as text. */
    private enum Kind {
        NUMBER("bigint", Types.BIGINT, Long[]::new, Object::toString),
        TEXT("text", Types.VARCHAR, String[]::new, Object::toString),
        TRUTH("boolean", Types.BOOLEAN, Boolean[]::new, Object::toString),
        OCTETS("bytea", Types.BINARY, byte[][]::new, Object::toString),
        DAY("date", Types.DATE, String[]::new, Object::toString),
        MOMENT(
                "timestamptz",
                Types.TIMESTAMP,
                String[]::new,
                moment -> ((Timestamp) moment).toInstant().toString()),
        NUMBERS("bigint[]", Types.ARRAY, String[]::new, ids -> braces((Long[]) ids));

        private final String type;
        private final int jdbcType;
        private final java.util.function.IntFunction<Object[]> array;
        private final Function<Object, String> text;

        Kind(
                String type,
                int jdbcType,
                java.util.function.IntFunction<Object[]> array,
                Function<Object, String> text) {
            this.type = type;
            this.jdbcType = jdbcType;
            this.array = array;
            this.text = text;
        }

        String cast() {
            return "::" + type;
        }

        private boolean asText() {
            return array.apply(0) instanceof String[];
        }

        String arrayCast() {
            return asText() ? "::text[]" : "::" + type + "[]";
        }

        Object[] array(List<@Nullable Object> values) {
            var all = array.apply(values.size());
            for (int i = 0; i < all.length; i++) {
                var value = values.get(i);
                all[i] = value == null || !asText() ? value : text.apply(value);
            }
            return all;
        }
    }

    private final String column;
    private final Kind kind;

    ContentColumns(String column, Kind kind) {
        this.column = column;
        this.kind = kind;
    }

    private static String each(Function<ContentColumns, String> text) {
        return Arrays.stream(values()).map(text).collect(Collectors.joining(", "));
    }

    private static String braces(Long[] ids) {
        return Arrays.stream(ids).map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** Sets the parameters of a statement about one message. */
    static JdbcClient.StatementSpec set(JdbcClient.StatementSpec statement, ParsedMessage parsed) {
        var values = values(parsed);
        for (var column : values()) {
            var value = values.get(column.column);
            if (column.kind == Kind.NUMBERS) {
                statement.param(column.column, value);
            } else {
                statement.param(column.column, value, column.kind.jdbcType);
            }
        }
        return statement.param("relatives", MessageIdHash.all(parsed.references()));
    }

    /** The same for one about several, in their order. */
    static JdbcClient.StatementSpec set(
            JdbcClient.StatementSpec statement, List<ParsedMessage> messages) {
        var values = messages.stream().map(ContentColumns::values).toList();
        for (var column : values()) {
            var all = values.stream().<@Nullable Object>map(one -> one.get(column.column)).toList();
            statement.param(column.column, column.kind.array(all));
        }
        var relatives = messages.stream().map(one -> MessageIdHash.all(one.references()));
        return statement.param(
                "relatives", relatives.map(ContentColumns::braces).toArray(String[]::new));
    }

    private static Map<String, @Nullable Object> values(ParsedMessage parsed) {
        var values = new HashMap<String, @Nullable Object>(SortBackfill.columns(parsed.sort()));
        byte[] header = wholeHeader(parsed);
        values.put("message_id_hash", MessageIdHash.orNull(parsed.messageId()));
        values.put("sent_on", sentOn(parsed));
        values.put("subject", parsed.subject());
        values.put("sender", parsed.from());
        values.put("has_attachment", parsed.hasAttachment());
        values.put("preview", parsed.preview());
        values.put("envelope", parsed.envelope());
        values.put("body_basic", parsed.body());
        values.put("body_structure", parsed.bodyStructure());
        values.put("header", header);
        values.put("fields", header == null ? null : UsualFields.of(header));
        values.put("parts", parsed.root().encode());
        values.put("utf8_forms", utf8Forms(parsed));
        values.put("parser", (long) MimeParser.VERSION);
        return values;
    }

    /** Null when the parser cut it: FETCH then reads it from the body. */
    private static byte @Nullable [] wholeHeader(ParsedMessage parsed) {
        long length = parsed.root().bodyStart() - parsed.root().headerStart();
        return parsed.header().length == length ? parsed.header() : null;
    }

    private static byte @Nullable [] utf8Forms(ParsedMessage parsed) {
        var forms = parsed.utf8Forms();
        return forms == null ? null : forms.encode();
    }

    /** The day the Date field names, in its own zone: RFC 3501 §6.4.4 disregards time and zone. */
    private static @Nullable LocalDate sentOn(ParsedMessage parsed) {
        var sent = parsed.sort().sentAt();
        return sent == null ? null : sent.toLocalDate();
    }
}
