package org.bocau.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bocau.mailbox.SortColumn.Ancestry;
import org.bocau.mailbox.SortColumn.Kind;
import org.bocau.mailbox.SortColumn.Numbers;
import org.bocau.mailbox.SortColumn.Texts;

/**
 * Messages to be threaded, without a store: written down one a line, sequence numbers from 1, dates
 * one day apart unless said otherwise.
 */
final class Sheet {
    /**
     * @param id empty for none
     */
    record Line(String id, List<String> references, String subject, boolean reply, long sent) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Long> hashes = new LinkedHashMap<>();

    /**
     * @param id empty for none
     * @param references ids with spaces between
     * @param subject the base subject; {@code Re: } in front marks a reply
     */
    Sheet message(String id, String references, String subject, long sent) {
        boolean reply = subject.startsWith("Re: ");
        lines.add(
                new Line(
                        id,
                        Arrays.stream(references.split(" ")).filter(ref -> !ref.isEmpty()).toList(),
                        reply ? subject.substring(4) : subject,
                        reply,
                        sent));
        return this;
    }

    Sheet message(String id, String references, String subject) {
        return message(id, references, subject, lines.size() + 1L);
    }

    Sheet message(String id, String references) {
        return message(id, references, "");
    }

    private long hash(String id) {
        return id.isEmpty() ? 0 : hashes.computeIfAbsent(id, MessageIdHash::of);
    }

    List<Line> lines() {
        return lines;
    }

    int size() {
        return lines.size();
    }

    SortColumns columns() {
        int n = lines.size();
        var starts = new int[n + 1];
        var references = new ArrayList<Long>();
        var replies = new BitSet();
        for (int i = 0; i < n; i++) {
            lines.get(i).references().forEach(id -> references.add(hash(id)));
            starts[i + 1] = references.size();
            replies.set(i, lines.get(i).reply());
        }
        var distinct = new TreeSet<String>();
        lines.forEach(line -> distinct.add(line.subject()));
        var keys = TextKeys.NONE.with(distinct.stream().map(text -> text.getBytes(UTF_8)).toList());
        var subjects = new ArrayList<>(distinct);
        return new SortColumns(
                java.util.stream.LongStream.rangeClosed(1, n).toArray(),
                n,
                n,
                Map.of(
                        Kind.SENT,
                        new Numbers(lines.stream().mapToLong(Line::sent).toArray()),
                        Kind.SUBJECT,
                        new Texts(
                                lines.stream()
                                        .mapToInt(line -> subjects.indexOf(line.subject()))
                                        .toArray(),
                                keys.keys()),
                        Kind.ANCESTRY,
                        new Ancestry(
                                lines.stream().mapToLong(line -> hash(line.id())).toArray(),
                                starts,
                                references.stream().mapToLong(Long::longValue).toArray(),
                                replies)));
    }

    Threads references() {
        return ReferencesThreading.of(columns(), rows());
    }

    /** As THREAD writes it. */
    String threaded() {
        return written(references());
    }

    String bySubject() {
        return written(OrderedSubject.of(columns(), rows()));
    }

    private int[] rows() {
        return java.util.stream.IntStream.range(0, lines.size()).toArray();
    }

    /** Simple and recursive; the server's own is neither. */
    private static String written(Threads threads) {
        var out = new StringBuilder();
        for (int top = threads.firstThread(); top != Threads.NONE; top = threads.next(top)) {
            out.append('(');
            members(threads, top, out);
            out.append(')');
        }
        return out.toString();
    }

    private static void members(Threads threads, int node, StringBuilder out) {
        int child = threads.firstChild(node);
        if (!threads.dummy(node)) {
            out.append(threads.uid(node)).append(child == Threads.NONE ? "" : " ");
        }
        if (child != Threads.NONE && threads.next(child) == Threads.NONE) {
            members(threads, child, out);
            return;
        }
        for (; child != Threads.NONE; child = threads.next(child)) {
            out.append('(');
            members(threads, child, out);
            out.append(')');
        }
    }
}
