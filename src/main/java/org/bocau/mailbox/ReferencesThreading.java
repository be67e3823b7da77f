package org.bocau.mailbox;

import java.util.Arrays;
import org.bocau.mailbox.SortColumn.Ancestry;
import org.bocau.mailbox.SortColumn.Texts;

/**
 * THREAD=REFERENCES, the six steps of RFC 5256 §3. Nothing recurses: depth costs no stack.
 *
 * <p>Messages are the nodes 0 to n-1 by sequence number, dummies the ones after. Sets of siblings
 * are not sorted one by one: all messages are, once, and are then put to their parents in that
 * order.
 */
final class ReferencesThreading {
    private static final int NONE = Forest.NONE;
    private static final int UNKNOWN = -2;

    private final int messages;
    private final int[] rows;
    private final Ancestry ancestry;
    private final Texts subjects;
    private final Forest forest;
    private final IdTable nodes;
    private final int[] byDate;
    private final int[] parents; // after pruning: a message, a dummy at the top, or none
    private int[] tops = new int[0]; // messages and dummies without parent, by date
    private int[] firsts = new int[0]; // of each dummy its first child by date
    private int[] merged = new int[0]; // of each dummy the one that has its children now
    private int dummies;

    private ReferencesThreading(SortColumns columns, int[] rows) {
        this.messages = rows.length;
        this.rows = rows;
        this.ancestry = columns.ancestry();
        this.subjects = columns.texts(SortColumn.Kind.SUBJECT);
        this.forest = new Forest(messages);
        this.nodes = new IdTable(messages);
        this.parents = new int[messages];
        long[] sent = columns.numbers(SortColumn.Kind.SENT).values();
        this.byDate = new RadixOrder(messages).by(i -> sent[rows[i]], false).rows();
    }

    /**
     * @param rows of the messages, by sequence number
     */
    static Threads of(SortColumns columns, int[] rows) {
        var threading = new ReferencesThreading(columns, rows);
        threading.name();
        threading.link();
        threading.prune();
        threading.findTops();
        threading.gather();
        return threading.sorted(
                Arrays.stream(rows).mapToLong(row -> columns.uids()[row]).toArray());
    }

    /** Of several messages with one Message-ID it is the first one's; the others have none. */
    private void name() {
        for (int message = 0; message < messages; message++) {
            long id = ancestry.own()[rows[message]];
            if (id != 0 && nodes.get(id) == IdTable.NONE) {
                nodes.put(id, message);
            }
        }
    }

    /** Step 1. */
    private void link() {
        long[] references = ancestry.references();
        for (int message = 0; message < messages; message++) {
            int last = NONE;
            int end = ancestry.starts()[rows[message] + 1];
            for (int i = ancestry.starts()[rows[message]]; i < end; i++) {
                int node = node(references[i]);
                if (last != NONE && forest.parent(node) == NONE) { // 1.A
                    forest.link(last, node);
                }
                last = node;
            }
            if (forest.parent(message) != last) { // 1.B
                forest.cut(message);
                if (last != NONE) {
                    forest.link(last, message);
                }
            }
        }
    }

    /** The message that has the id, or a dummy that stands for it from now on. */
    private int node(long id) {
        int node = nodes.get(id);
        if (node == IdTable.NONE) {
            node = forest.add();
            nodes.put(id, node);
        }
        return node;
    }

    /**
     * Steps 2 and 3: children of dummies go to the next ancestor that is a message; where there is
     * none, to the dummy at the top, if that has several. Dummies without children are forgotten.
     */
    private void prune() {
        dummies = forest.size() - messages;
        var ancestors = new int[dummies];
        Arrays.fill(ancestors, UNKNOWN);
        var children = new int[dummies];
        for (int message = 0; message < messages; message++) {
            int parent = forest.parent(message);
            parents[message] = parent < messages ? parent : ancestor(parent, ancestors);
            if (dummy(parents[message])) {
                children[parents[message] - messages]++;
            }
        }
        for (int message = 0; message < messages; message++) {
            if (dummy(parents[message]) && children[parents[message] - messages] == 1) {
                parents[message] = NONE;
            }
        }
    }

    private boolean dummy(int node) {
        return node >= messages;
    }

    /** The nearest message above a dummy, or the dummy at the top. Each way is walked once. */
    private int ancestor(int dummy, int[] known) {
        int at = dummy;
        while (known[at - messages] == UNKNOWN && dummy(forest.parent(at))) {
            at = forest.parent(at);
        }
        int found = known[at - messages];
        if (found == UNKNOWN) {
            found = forest.parent(at) == NONE ? at : forest.parent(at);
        }
        for (int back = dummy; back != at; back = forest.parent(back)) {
            known[back - messages] = found;
        }
        known[at - messages] = found;
        return found;
    }

    /** Step 4: by sent date; a dummy stands where its first child would. */
    private void findTops() {
        tops = new int[messages];
        firsts = new int[dummies];
        Arrays.fill(firsts, NONE);
        int n = 0;
        for (int message : byDate) {
            int parent = parents[message];
            if (parent == NONE) {
                tops[n++] = message;
            } else if (dummy(parent) && firsts[parent - messages] == NONE) {
                firsts[parent - messages] = message;
                tops[n++] = parent;
            }
        }
        tops = Arrays.copyOf(tops, n);
    }

    /** Step 5. */
    private void gather() {
        var table = new int[subjects.keys().size()]; // 5.A
        Arrays.fill(table, NONE);
        for (int top : tops) { // 5.B
            int subject = subject(top);
            int other = table[subject];
            if (other == NONE || (!dummy(other) && (dummy(top) || (reply(other) && !reply(top))))) {
                table[subject] = top;
            }
        }
        merged = new int[dummies + tops.length];
        for (int i = 0; i < merged.length; i++) {
            merged[i] = messages + i;
        }
        for (int top : tops) { // 5.C
            int subject = subject(top);
            if (!subjects.keys().isEmpty(subject) && table[subject] != top) {
                table[subject] = merge(top, table[subject]);
            }
        }
    }

    /** Step 5.C.iv. Returns what the subject table has then. */
    private int merge(int top, int other) {
        if (dummy(other)) {
            if (dummy(top)) {
                merged[top - messages] = other;
            } else {
                parents[top] = other;
            }
            return other;
        }
        if (reply(top) && !reply(other)) {
            parents[top] = other;
            return other;
        }
        int both = messages + dummies++;
        parents[top] = both;
        parents[other] = both;
        return both;
    }

    private int subject(int top) {
        int message = dummy(top) ? firsts[top - messages] : top;
        return subjects.ranks()[rows[message]];
    }

    private boolean reply(int message) {
        return ancestry.replies().get(rows[message]);
    }

    /** Step 6: every message to its parent by sent date, so that all siblings are in order. */
    private Threads sorted(long[] uids) {
        var threads = new Threads(uids, messages + dummies);
        for (int message : byDate) {
            int parent = parents[message];
            if (parent == NONE) {
                threads.addThread(message);
                continue;
            }
            if (dummy(parent)) {
                parent = merged[parent - messages];
                if (threads.firstChild(parent) == Threads.NONE) {
                    threads.addThread(parent);
                }
            }
            threads.addChild(parent, message);
        }
        return threads;
    }
}
