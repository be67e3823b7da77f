package org.bocau.mailbox;

import java.util.Arrays;

/**
 * Parents and children while messages are being threaded: links are made and cut, and none ever
 * closes a loop. Nodes are numbers.
 *
 * <p>Whether a link would close a loop is found by walking up from the parent. Where that takes
 * long, the nodes walked are put into a link-cut tree (Sleator and Tarjan), so that a chain of a
 * hundred thousand messages, or what somebody made up to be slow, costs logarithms. A node that was
 * never walked that way stands alone in that tree, and then it costs nothing.
 */
final class Forest {
    static final int NONE = -1;
    private static final int SHORT_WALK = 32;

    private int[] parents;
    private int[] children; // how many
    private int[] left; // splay trees over paths, by depth
    private int[] right;
    private int[] above; // in the splay tree; of its root the node its path hangs from
    private int size;

    Forest(int nodes) {
        parents = new int[Math.max(nodes, 16)];
        children = new int[parents.length];
        left = new int[parents.length];
        right = new int[parents.length];
        above = new int[parents.length];
        while (size < nodes) {
            add();
        }
    }

    /** A new node, alone. */
    int add() {
        if (size == parents.length) {
            int room = size + (size >> 1);
            parents = Arrays.copyOf(parents, room);
            children = Arrays.copyOf(children, room);
            left = Arrays.copyOf(left, room);
            right = Arrays.copyOf(right, room);
            above = Arrays.copyOf(above, room);
        }
        parents[size] = NONE;
        left[size] = NONE;
        right[size] = NONE;
        above[size] = NONE;
        return size++;
    }

    int size() {
        return size;
    }

    int parent(int node) {
        return parents[node];
    }

    /**
     * Makes {@code child}, which has no parent, a child of {@code parent}.
     *
     * @return false when that would close a loop; nothing has changed then
     */
    boolean link(int parent, int child) {
        if (child == parent || (children[child] > 0 && descends(parent, child))) {
            return false;
        }
        parents[child] = parent;
        children[parent]++;
        splay(child); // a root: nothing is left of it
        above[child] = parent;
        return true;
    }

    /** Takes a node and what is below it away from its parent. */
    void cut(int child) {
        int parent = parents[child];
        if (parent == NONE) {
            return;
        }
        parents[child] = NONE;
        children[parent]--;
        splay(child);
        if (left[child] == NONE) {
            above[child] = NONE; // its path began here
        } else {
            above[left[child]] = above[child];
            above[child] = NONE;
            left[child] = NONE;
        }
    }

    /** Whether {@code root}, which has no parent, is above {@code node}, or is it. */
    private boolean descends(int node, int root) {
        int at = node;
        for (int steps = 0; steps < SHORT_WALK; steps++) {
            if (parents[at] == NONE) {
                return at == root;
            }
            at = parents[at];
        }
        return top(node) == root;
    }

    /** The node without a parent above this one. */
    private int top(int node) {
        access(node);
        int at = node;
        while (left[at] != NONE) {
            at = left[at];
        }
        splay(at); // pays for the way down
        return at;
    }

    /** Makes the way from the top down to {@code node} one path. */
    private void access(int node) {
        int below = NONE;
        for (int at = node; at != NONE; at = above[at]) {
            splay(at);
            right[at] = below;
            below = at;
        }
        splay(node);
    }

    private boolean heads(int node) {
        int up = above[node];
        return up == NONE || (left[up] != node && right[up] != node);
    }

    private void splay(int node) {
        while (!heads(node)) {
            int up = above[node];
            if (!heads(up)) {
                boolean straight = (left[up] == node) == (left[above[up]] == up);
                rotate(straight ? up : node);
            }
            rotate(node);
        }
    }

    private void rotate(int node) {
        int up = above[node];
        int top = above[up];
        if (!heads(up)) {
            if (left[top] == up) {
                left[top] = node;
            } else {
                right[top] = node;
            }
        }
        int moved;
        if (left[up] == node) {
            moved = right[node];
            left[up] = moved;
            right[node] = up;
        } else {
            moved = left[node];
            right[up] = moved;
            left[node] = up;
        }
        if (moved != NONE) {
            above[moved] = up;
        }
        above[up] = node;
        above[node] = top;
    }
}
