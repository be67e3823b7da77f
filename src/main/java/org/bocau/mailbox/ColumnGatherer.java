package org.bocau.mailbox;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailbox.SortColumn.Ancestry;
import org.bocau.mailbox.SortColumn.Kind;
import org.bocau.mailbox.SortColumn.Numbers;
import org.bocau.mailbox.SortColumn.Texts;
import org.jspecify.annotations.Nullable;

/** Makes one {@link SortColumn} from rows of the store, row after row. */
sealed interface ColumnGatherer {
    /** Takes the column's values from {@code row}. */
    void add(ResultSet row) throws SQLException;

    /** A message that is gone. */
    void addNothing();

    /** What was there, and after it what was gathered. */
    SortColumn column();

    /**
     * @param before of the messages before these; null when there are none
     */
    static ColumnGatherer of(Kind kind, @Nullable SortColumn before) {
        return switch (kind) {
            case SENT ->
                    new OfNumbers(
                            kind, before == null ? new Numbers(new long[0]) : (Numbers) before);
            case SUBJECT, FROM, TO, CC, DISPLAY_FROM, DISPLAY_TO ->
                    new OfTexts(kind, before == null ? OfTexts.NONE : (Texts) before);
            case ANCESTRY -> new OfAncestry(before == null ? OfAncestry.NONE : (Ancestry) before);
        };
    }

    /** Grows by half; a list of boxes would be five times as large. */
    final class Longs {
        private long[] values = new long[64];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        long last() {
            return values[size - 1];
        }

        long[] after(long[] before) {
            var all = Arrays.copyOf(before, before.length + size);
            System.arraycopy(values, 0, all, before.length, size);
            return all;
        }
    }

    final class OfNumbers implements ColumnGatherer {
        private final String label;
        private final Numbers before;
        private final Longs values = new Longs();

        OfNumbers(Kind kind, Numbers before) {
            this.label = label(kind);
            this.before = before;
        }

        @Override
        public void add(ResultSet row) throws SQLException {
            values.add(row.getLong(label));
        }

        @Override
        public void addNothing() {
            values.add(0);
        }

        @Override
        public Numbers column() {
            return new Numbers(values.after(before.values()));
        }
    }

    final class OfTexts implements ColumnGatherer {
        /** Longer keys end in the hash of the whole: equal stays equal, memory stays small. */
        private static final int LONGEST = 256;

        private static final Texts NONE = new Texts(new int[0], TextKeys.NONE);

        private final String label;
        private final Texts before;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<byte[]> distinct = new ArrayList<>();
        private final Longs rows = new Longs();

        OfTexts(Kind kind, Texts before) {
            this.label = label(kind);
            this.before = before;
        }

        @Override
        public void add(ResultSet row) throws SQLException {
            add(row.getString(label));
        }

        private void add(String text) {
            var number = numbers.get(text);
            if (number == null) {
                number = distinct.size();
                numbers.put(text, number);
                distinct.add(key(text));
            }
            rows.add(number);
        }

        @Override
        public void addNothing() {
            add("");
        }

        private static byte[] key(String text) {
            var octets = text.getBytes(StandardCharsets.UTF_8);
            if (octets.length <= LONGEST) {
                return octets;
            }
            var key = Arrays.copyOf(octets, LONGEST);
            long hash = MessageIdHash.of(text);
            for (int i = 1; i <= Long.BYTES; i++, hash >>>= Byte.SIZE) {
                key[LONGEST - i] = (byte) hash;
            }
            return key;
        }

        @Override
        public Texts column() {
            var sorted = new ArrayList<Integer>();
            for (int i = 0; i < distinct.size(); i++) {
                sorted.add(i);
            }
            sorted.sort((a, b) -> Arrays.compareUnsigned(distinct.get(a), distinct.get(b)));
            var merged = before.keys().with(sorted.stream().map(distinct::get).toList());
            var rankOf = new int[distinct.size()];
            for (int i = 0; i < rankOf.length; i++) {
                rankOf[sorted.get(i)] = merged.ranks()[before.keys().size() + i];
            }
            long[] added = rows.after(new long[0]);
            var ranks = Arrays.copyOf(before.ranks(), before.ranks().length + added.length);
            for (int row = 0; row < before.ranks().length; row++) {
                ranks[row] = merged.ranks()[ranks[row]];
            }
            for (int i = 0; i < added.length; i++) {
                ranks[before.ranks().length + i] = rankOf[(int) added[i]];
            }
            return new Texts(ranks, merged.keys());
        }
    }

    final class OfAncestry implements ColumnGatherer {
        /**
         * While a mailbox has fewer references each message keeps all of its own, later ones their
         * parent only: what is held, and THREAD's memory, stay in proportion to the messages.
         */
        private static final int MOST_REFERENCES = 1_000_000;

        private static final Ancestry NONE =
                new Ancestry(new long[0], new int[1], new long[0], new BitSet());

        private final Ancestry before;
        private final Longs own = new Longs();
        private final Longs ends = new Longs();
        private final Longs references = new Longs();
        private final BitSet replies = new BitSet();

        OfAncestry(Ancestry before) {
            this.before = before;
        }

        @Override
        public void add(ResultSet row) throws SQLException {
            replies.set(own.size(), row.getBoolean("is_reply"));
            own.add(row.getLong("message_id_hash")); // null reads as 0
            Array array = row.getArray("refs");
            if (array != null) {
                add((Long[]) array.getArray());
            }
            ends.add(references.size());
        }

        private void add(Long[] hashes) {
            int all = before.references().length + references.size() + hashes.length;
            int first = all <= MOST_REFERENCES ? 0 : Math.max(0, hashes.length - 1);
            for (int i = first; i < hashes.length; i++) {
                references.add(hashes[i]);
            }
        }

        @Override
        public void addNothing() {
            own.add(0);
            ends.add(references.size());
        }

        @Override
        public Ancestry column() {
            int rows = before.own().length;
            var starts = Arrays.copyOf(before.starts(), rows + own.size() + 1);
            long[] added = ends.after(new long[0]);
            for (int i = 0; i < added.length; i++) {
                starts[rows + i + 1] = before.references().length + (int) added[i];
            }
            var marks = (BitSet) before.replies().clone();
            replies.stream().forEach(row -> marks.set(rows + row));
            return new Ancestry(
                    own.after(before.own()), starts, references.after(before.references()), marks);
        }
    }

    /** Its name in the result. */
    static String label(Kind kind) {
        return "k_" + kind.name().toLowerCase(Locale.ROOT);
    }
}
