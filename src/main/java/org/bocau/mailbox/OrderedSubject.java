package org.bocau.mailbox;

import java.util.Arrays;

/**
 * THREAD=ORDEREDSUBJECT: one thread for each base subject, its first message by sent date the
 * parent of all others; threads by the date of their first message. RFC 5256 §3.
 */
final class OrderedSubject {
    private OrderedSubject() {}

    /**
     * @param rows of the messages, by sequence number
     */
    static Threads of(SortColumns columns, int[] rows) {
        var subjects = columns.texts(SortColumn.Kind.SUBJECT);
        long[] sent = columns.numbers(SortColumn.Kind.SENT).values();
        var threads =
                new Threads(
                        Arrays.stream(rows).mapToLong(row -> columns.uids()[row]).toArray(),
                        rows.length);
        var tops = new int[subjects.keys().size()];
        Arrays.fill(tops, Threads.NONE);
        for (int message : new RadixOrder(rows.length).by(i -> sent[rows[i]], false).rows()) {
            int subject = subjects.ranks()[rows[message]];
            if (tops[subject] == Threads.NONE) {
                tops[subject] = message;
                threads.addThread(message);
            } else {
                threads.addChild(tops[subject], message);
            }
        }
        return threads;
    }
}
