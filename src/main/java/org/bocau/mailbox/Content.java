package org.bocau.mailbox;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Set;
import org.bocau.mailbox.StoredMessage.Column;
import org.jspecify.annotations.Nullable;

/**
 * What delivery has prepared of one message, or some of it; shared by all who fetch it, so nobody
 * changes anything.
 *
 * @param columns those that were read; what is null in the store is missing in the values
 * @param large too long to be read among others: {@link ContentRows#alone} has the values
 */
record Content(
        Set<Column> columns,
        long threadId,
        long crlfSize,
        byte[] sha256,
        boolean large,
        EnumMap<Column, byte[]> values) {
    /** Of objects and of the cache's own entry, measured. */
    private static final int OVERHEAD_OCTETS = 320;

    private static final int ARRAY_OCTETS = 16;

    byte @Nullable [] value(Column column) {
        return values.get(column);
    }

    /** About how much memory it takes. */
    int octets() {
        int sum = OVERHEAD_OCTETS;
        for (byte[] value : values.values()) {
            sum += value.length + ARRAY_OCTETS;
        }
        return sum;
    }

    /** With the columns that another has and this lacks. */
    Content and(Content other) {
        var all = EnumSet.noneOf(Column.class);
        all.addAll(columns);
        all.addAll(other.columns);
        var both = other.values.clone();
        both.putAll(values);
        return new Content(all, threadId, crlfSize, sha256, false, both);
    }
}
