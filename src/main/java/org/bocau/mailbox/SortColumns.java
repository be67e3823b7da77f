package org.bocau.mailbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Sort keys of a mailbox's messages by UID ascending. What they say of a message never changes, so
 * they are never stale: only newer messages or another column may be missing. Messages that were
 * expunged since stay in until the whole is read anew. Immutable.
 *
 * @param uids ascending
 * @param through all messages up to this UID are in
 * @param read how many rows there were when the whole was read last
 */
record SortColumns(long[] uids, long through, int read, Map<SortColumn.Kind, SortColumn> columns) {
    static final SortColumns NONE = new SortColumns(new long[0], 0, 0, Map.of());

    /** Below this, expunged messages cost nothing worth saving. */
    private static final int SMALL = 10_000;

    boolean has(Set<SortColumn.Kind> kinds, long uid) {
        return uid <= through && columns.keySet().containsAll(kinds);
    }

    /** Most of it may be messages that are gone. */
    boolean swollen() {
        return uids.length > SMALL && uids.length > 2L * read;
    }

    long bytes() {
        return 8L * uids.length + columns.values().stream().mapToLong(SortColumn::bytes).sum();
    }

    SortColumn.Numbers numbers(SortColumn.Kind kind) {
        return (SortColumn.Numbers) column(kind);
    }

    SortColumn.Texts texts(SortColumn.Kind kind) {
        return (SortColumn.Texts) column(kind);
    }

    SortColumn.Ancestry ancestry() {
        return (SortColumn.Ancestry) column(SortColumn.Kind.ANCESTRY);
    }

    SortColumn column(SortColumn.Kind kind) {
        var column = columns.get(kind);
        if (column == null) {
            throw new IllegalArgumentException(kind + " was not loaded");
        }
        return column;
    }

    SortColumns with(Map<SortColumn.Kind, SortColumn> more) {
        var all = new EnumMap<SortColumn.Kind, SortColumn>(SortColumn.Kind.class);
        all.putAll(columns);
        all.putAll(more);
        return new SortColumns(uids, through, read, all);
    }

    /**
     * The rows of these messages; those that are gone are left out.
     *
     * @param wanted ascending
     */
    int[] rows(long[] wanted) {
        var rows = new int[wanted.length];
        int found = 0;
        int row = wanted.length == 0 ? 0 : firstRow(wanted[0]);
        for (long uid : wanted) {
            while (row < uids.length && uids[row] < uid) {
                row++;
            }
            if (row < uids.length && uids[row] == uid) {
                rows[found++] = row;
            }
        }
        return Arrays.copyOf(rows, found);
    }

    private int firstRow(long uid) {
        int row = Arrays.binarySearch(uids, uid);
        return row < 0 ? -row - 1 : row;
    }
}
