package org.bocau.mailbox;

import java.util.Arrays;

/**
 * The answer to THREAD: threads in order, each a tree of nodes whose children are in order. A node
 * is a message, or a dummy that holds together messages whose common ancestor is not there; only
 * the top of a thread is one. RFC 5256 §4 (THREAD response).
 */
public final class Threads {
    /** No node: after the last one of a list. */
    public static final int NONE = -1;

    private final long[] uids; // of the nodes that are messages: the lower ones
    private final int[] first;
    private final int[] last;
    private final int[] next;
    private int firstThread = NONE;
    private int lastThread = NONE;

    Threads(long[] uids, int nodes) {
        this.uids = uids;
        this.first = none(nodes);
        this.last = none(nodes);
        this.next = none(nodes);
    }

    private static int[] none(int size) {
        var array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    /** Puts a thread after those that are there. */
    void addThread(int node) {
        if (lastThread == NONE) {
            firstThread = node;
        } else {
            next[lastThread] = node;
        }
        lastThread = node;
    }

    /** Puts a child after those that are there. */
    void addChild(int parent, int node) {
        if (last[parent] == NONE) {
            first[parent] = node;
        } else {
            next[last[parent]] = node;
        }
        last[parent] = node;
    }

    /** The top of the first thread, or {@link #NONE}. */
    public int firstThread() {
        return firstThread;
    }

    /** The first child, or {@link #NONE}. */
    public int firstChild(int node) {
        return first[node];
    }

    /** The next child of the same parent, or the next thread, or {@link #NONE}. */
    public int next(int node) {
        return next[node];
    }

    /** Stands for a message that is not there. */
    public boolean dummy(int node) {
        return node >= uids.length;
    }

    /** Of a node that is no dummy. */
    public long uid(int node) {
        return uids[node];
    }
}
