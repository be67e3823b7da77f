package org.bocau.mailbox;

import java.util.BitSet;

/** One sort key of many messages, in primitive arrays beside their UIDs; immutable. */
sealed interface SortColumn {
    /** What is kept of a message, and the expression that reads it from the store. */
    enum Kind {
        SENT("floor(extract(epoch from coalesce(c.sent_at, m.internal_date)))::bigint"),
        SUBJECT("c.base_subject"),
        FROM("c.sort_from"),
        TO("c.sort_to"),
        CC("c.sort_cc"),
        DISPLAY_FROM("c.sort_display_from"),
        DISPLAY_TO("c.sort_display_to"),
        ANCESTRY("c.message_id_hash, c.refs, c.is_reply");

        final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    /** Bytes of heap, without what the JVM adds. */
    long bytes();

    /** Seconds. */
    record Numbers(long[] values) implements SortColumn {
        @Override
        public long bytes() {
            return 8L * values.length;
        }
    }

    /**
     * Texts as their place among all texts of the mailbox: equal ones have the same, and comparing
     * two is comparing numbers.
     */
    record Texts(int[] ranks, TextKeys keys) implements SortColumn {
        @Override
        public long bytes() {
            return 4L * ranks.length + keys.bytes();
        }
    }

    /**
     * What THREAD=REFERENCES goes by.
     *
     * @param own hash of the Message-ID, 0 for none
     * @param starts where the references of a row begin; one more than there are rows
     * @param references hashes of the ancestors' ids, oldest first
     * @param replies rows whose subject has a mark of a reply or forward
     */
    record Ancestry(long[] own, int[] starts, long[] references, BitSet replies)
            implements SortColumn {
        @Override
        public long bytes() {
            return 8L * own.length + 4L * starts.length + 8L * references.length + own.length / 8;
        }
    }
}
