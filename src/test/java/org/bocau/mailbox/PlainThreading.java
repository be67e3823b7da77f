package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 5256 §3 sentence by sentence, with objects and recursion: slow, and easy to hold against the
 * text. What {@link ReferencesThreading} must agree with.
 */
final class PlainThreading {
    /** A message, or a dummy when {@code number} is 0. */
    private static final class Node {
        private final int number;
        private final String subject;
        private final boolean reply;
        private final long sent;
        private @Nullable Node parent;
        private final List<Node> children = new ArrayList<>();

        Node(int number, String subject, boolean reply, long sent) {
            this.number = number;
            this.subject = subject;
            this.reply = reply;
            this.sent = sent;
        }

        static Node dummy() {
            return new Node(0, "", false, 0);
        }

        boolean isDummy() {
            return number == 0;
        }

        boolean descendsFrom(Node other) {
            for (Node at = this; at != null; at = at.parent) {
                if (at.equals(other)) {
                    return true;
                }
            }
            return false;
        }

        void moveTo(Node newParent) {
            cut();
            parent = newParent;
            newParent.children.add(this);
        }

        void cut() {
            if (parent != null) {
                parent.children.remove(this);
                parent = null;
            }
        }

        /** A dummy is sorted by its first child. */
        Node representative() {
            return isDummy() ? children.getFirst() : this;
        }
    }

    private static final Comparator<Node> BY_DATE =
            Comparator.comparingLong((Node node) -> node.representative().sent)
                    .thenComparingInt(node -> node.representative().number);

    private final Map<String, Node> byId = new HashMap<>();
    private final List<Node> all = new ArrayList<>();
    private Node root = Node.dummy();

    static String threaded(List<Sheet.Line> lines) {
        var threading = new PlainThreading();
        threading.stepOne(lines);
        threading.stepTwo();
        for (Node thread : List.copyOf(threading.root.children)) {
            threading.prune(thread);
        }
        threading.sort(threading.root);
        threading.stepFive();
        threading.sortAll(threading.root);
        var out = new StringBuilder();
        threading.root.children.forEach(thread -> write(thread, out));
        return out.toString();
    }

    private void stepOne(List<Sheet.Line> lines) {
        var messages = new ArrayList<Node>();
        for (Sheet.Line line : lines) {
            var node = new Node(messages.size() + 1, line.subject(), line.reply(), line.sent());
            messages.add(node);
            all.add(node);
            if (!line.id().isEmpty()) {
                byId.putIfAbsent(line.id(), node);
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            Node last = null;
            for (String id : lines.get(i).references()) {
                Node next = byId.get(id);
                if (next == null) {
                    next = Node.dummy();
                    byId.put(id, next);
                    all.add(next);
                }
                if (last != null && next.parent == null && !last.descendsFrom(next)) {
                    next.moveTo(last);
                }
                last = next;
            }
            Node message = messages.get(i);
            message.cut();
            if (last != null && !last.descendsFrom(message)) {
                message.moveTo(last);
            }
        }
    }

    private void stepTwo() {
        for (Node node : all) {
            if (node.parent == null) {
                node.moveTo(root);
            }
        }
    }

    private void prune(Node node) {
        for (Node child : List.copyOf(node.children)) {
            prune(child);
        }
        if (!node.isDummy()) {
            return;
        }
        boolean top = root.equals(node.parent);
        if (node.children.isEmpty()) {
            node.cut();
        } else if (!top || node.children.size() == 1) {
            Node parent = node.parent;
            for (Node child : List.copyOf(node.children)) {
                child.moveTo(java.util.Objects.requireNonNull(parent));
            }
            node.cut();
        }
    }

    private void sort(Node top) {
        top.children.stream().filter(Node::isDummy).forEach(node -> node.children.sort(BY_DATE));
        top.children.sort(BY_DATE);
    }

    private void stepFive() {
        var table = new HashMap<String, Node>();
        for (Node current : root.children) {
            var subject = current.representative().subject;
            Node other = table.get(subject);
            if (subject.isEmpty()) {
                continue;
            }
            if (other == null
                    || (!other.isDummy()
                            && (current.isDummy() || (other.reply && !current.reply)))) {
                table.put(subject, current);
            }
        }
        for (Node current : List.copyOf(root.children)) {
            var subject = current.representative().subject;
            Node other = table.get(subject);
            if (subject.isEmpty() || other == null || other.equals(current)) {
                continue;
            }
            if (current.isDummy() && other.isDummy()) {
                List.copyOf(current.children).forEach(child -> child.moveTo(other));
                current.cut();
            } else if (other.isDummy() || (current.reply && !other.reply)) {
                current.moveTo(other);
            } else {
                var dummy = Node.dummy();
                dummy.moveTo(root);
                current.moveTo(dummy);
                other.moveTo(dummy);
                table.put(subject, dummy);
            }
        }
    }

    private void sortAll(Node node) {
        node.children.forEach(this::sortAll);
        node.children.sort(BY_DATE);
    }

    private static void write(Node thread, StringBuilder out) {
        out.append('(');
        Node node = thread;
        while (true) {
            if (!node.isDummy()) {
                out.append(node.number).append(node.children.isEmpty() ? "" : " ");
            }
            if (node.children.size() != 1) {
                node.children.forEach(child -> write(child, out));
                break;
            }
            node = node.children.getFirst();
        }
        out.append(')');
    }
}
