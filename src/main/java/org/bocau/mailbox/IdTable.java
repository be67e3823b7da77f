package org.bocau.mailbox;

/** Finds the node of a message id's hash: open addressing over two arrays, no boxes. */
final class IdTable {
    static final int NONE = -1;

    private long[] ids;
    private int[] nodes; // one more than the node; 0 where nothing is
    private int used;

    IdTable(int expected) {
        int room = Math.max(64, Integer.highestOneBit(expected) << 2);
        ids = new long[room];
        nodes = new int[room];
    }

    /** The node, or {@link #NONE}. */
    int get(long id) {
        return nodes[place(id)] - 1;
    }

    void put(long id, int node) {
        if (4L * ++used > 3L * ids.length) {
            grow();
        }
        int place = place(id);
        ids[place] = id;
        nodes[place] = node + 1;
    }

    /** Ids are parts of SHA-256: their low bits are as good as any. */
    private int place(long id) {
        int mask = ids.length - 1;
        int place = (int) id & mask;
        while (nodes[place] != 0 && ids[place] != id) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldIds = ids;
        int[] oldNodes = nodes;
        ids = new long[2 * oldIds.length];
        nodes = new int[ids.length];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldNodes[i] != 0) {
                int place = place(oldIds[i]);
                ids[place] = oldIds[i];
                nodes[place] = oldNodes[i];
            }
        }
    }
}
