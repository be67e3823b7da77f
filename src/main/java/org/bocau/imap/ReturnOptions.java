package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.bocau.mailbox.Relevancy;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code RETURN (…)} of SEARCH, SORT and their kin: what an ESEARCH response says, and what {@code
 * $} means afterwards. RFC 4731 §3.1, RFC 5182 §2.1, RFC 5267 §3, RFC 6203 §4, RFC 9394 §3.1.
 *
 * @param results what was asked for; empty when there was no RETURN
 * @param partial the piece of the result that PARTIAL asks for
 */
record ReturnOptions(Set<Result> results, @Nullable PartialRange partial) {
    /** {@code search-return-opt}. */
    enum Result {
        MIN,
        MAX,
        ALL,
        COUNT,
        PARTIAL,
        RELEVANCY,
        SAVE
    }

    /**
     * Reads {@code RETURN (…)} and the space after it, when that comes next; the space before it
     * has been read.
     *
     * @throws ImapRefusal BAD: an unknown option, PARTIAL twice or together with ALL (RFC 9394
     *     §3.1)
     */
    static ReturnOptions parse(ImapReader in) {
        Set<Result> results = EnumSet.noneOf(Result.class);
        PartialRange partial = null;
        if (!in.takeIf("RETURN (")) {
            return new ReturnOptions(results, null);
        }
        for (boolean first = true; !in.takeIf(")"); first = false) {
            if (!first) {
                in.sp();
            }
            Result result = result(in.word());
            if (result == Result.PARTIAL) {
                if (partial != null) {
                    throw ImapRefusal.bad("PARTIAL may come once");
                }
                partial = PartialRange.parse(in.sp());
            }
            results.add(result);
        }
        if (partial != null && results.contains(Result.ALL)) {
            throw ImapRefusal.bad("PARTIAL and ALL exclude each other");
        }
        if (results.isEmpty()) {
            results.add(Result.ALL); // RFC 4731 §3.1
        }
        in.sp();
        return new ReturnOptions(results, partial);
    }

    private static Result result(String word) {
        for (Result result : Result.values()) {
            if (result.name().equals(word)) {
                return result;
            }
        }
        throw ImapRefusal.bad("unknown return option");
    }

    /** There was a RETURN: the answer is an ESEARCH response, or none. */
    boolean extended() {
        return !results.isEmpty();
    }

    /** These, or ALL where there was no RETURN. RFC 9051 §6.4.4. */
    ReturnOptions orAll() {
        return extended() ? this : new ReturnOptions(EnumSet.of(Result.ALL), null);
    }

    /** SAVE is all that was asked for: there is nothing to answer. RFC 5182 §2.1. */
    boolean onlySaves() {
        return results.equals(EnumSet.of(Result.SAVE));
    }

    boolean saves() {
        return results.contains(Result.SAVE);
    }

    /** A piece that is counted from the end is all that was asked for: so many; else 0. */
    int fromEnd() {
        return partial != null && results.equals(EnumSet.of(Result.PARTIAL))
                ? partial.fromEnd()
                : 0;
    }

    /** Scores are asked for. RFC 6203 §4. */
    boolean scored() {
        return results.contains(Result.RELEVANCY);
    }

    /** RFC 5182 §2.1: after NO {@code $} means nothing, after BAD what it meant before. */
    long[] search(Selected mailbox, SearchTerm term) throws IOException {
        try {
            return mailbox.search(term);
        } catch (ImapRefusal refusal) {
            if (saves() && refusal.completion().status() == Completion.Status.NO) {
                mailbox.saveResult(UidSet.NONE);
            }
            throw refusal;
        }
    }

    /**
     * Keeps what {@code $} shall mean, and answers with an ESEARCH response unless SAVE was all
     * that was asked for (RFC 5182 §2.1).
     *
     * @param uids the result, in its order: ascending, or as SORT has sorted it
     * @param relevancy of them, where that is asked for
     * @param modseq MODSEQ was asked for: tell the highest among those that are told (RFC 4731
     *     §3.2)
     */
    void answer(
            long[] uids,
            Relevancy relevancy,
            Numbering numbering,
            boolean modseq,
            Selected mailbox,
            ImapWriter out)
            throws IOException {
        if (saves()) {
            mailbox.saveResult(UidSet.of(told(uids)));
        }
        if (onlySaves()) {
            return;
        }
        out.raw("* ESEARCH (TAG ").string(mailbox.user().session().tag()).raw(")");
        if (numbering == Numbering.UID) {
            out.raw(" UID");
        }
        write(numbers(uids, numbering, mailbox.table()), out);
        scores(uids, relevancy, out);
        long[] told = told(uids);
        if (modseq && told.length > 0) {
            out.raw(" MODSEQ ").number(mailbox.table().highestModseq(told));
        }
        out.crlf();
    }

    /**
     * The answer without RETURN: {@code * SEARCH 2 84 (MODSEQ 917)}, and SORT's. RFC 3501 §7.2.5,
     * RFC 7162 §3.1.5, §3.1.6.
     *
     * @param response its name
     */
    static void answerPlain(
            String response,
            long[] uids,
            Numbering numbering,
            boolean modseq,
            Selected mailbox,
            ImapWriter out)
            throws IOException {
        out.raw("* ").raw(response);
        for (long number : numbers(uids, numbering, mailbox.table())) {
            out.raw(" ").number(number);
        }
        if (modseq && uids.length > 0) {
            out.raw(" (MODSEQ ").number(mailbox.table().highestModseq(uids)).raw(")");
        }
        out.crlf();
    }

    /** UIDs, or the sequence numbers in their place. */
    private static long[] numbers(long[] uids, Numbering numbering, MessageTable table) {
        return numbering == Numbering.UID
                ? uids
                : Arrays.stream(uids).map(uid -> table.row(uid) + 1L).toArray();
    }

    /** What {@code $} means: with MIN, MAX and PARTIAL alone only those. RFC 9394 §3.2. */
    long[] told(long[] found) {
        boolean some =
                partial != null || results.contains(Result.MIN) || results.contains(Result.MAX);
        boolean all = results.contains(Result.ALL) || results.contains(Result.COUNT);
        if (!some || all || found.length == 0) {
            return found;
        }
        var saved = LongStream.builder();
        if (results.contains(Result.MIN)) {
            saved.add(found[0]);
        }
        if (results.contains(Result.MAX)) {
            saved.add(found[found.length - 1]);
        }
        if (partial != null) {
            Arrays.stream(partial.of(found)).forEach(saved::add);
        }
        return saved.build().toArray();
    }

    /**
     * {@code search-return-data} (RFC 4466 §2.6.2), each with a space before it; nothing of what
     * there is not.
     */
    void write(long[] found, ImapWriter out) throws IOException {
        for (Result result : results) {
            switch (result) {
                case COUNT -> out.raw(" COUNT ").number(found.length);
                case PARTIAL -> partial(found, out);
                case RELEVANCY, SAVE -> {}
                case MIN, MAX, ALL -> {
                    if (found.length > 0) {
                        one(result, found, out);
                    }
                }
            }
        }
    }

    /** {@code RELEVANCY (4 99 42)}, in the order of the messages. RFC 6203 §4. */
    void scores(long[] uids, Relevancy relevancy, ImapWriter out) throws IOException {
        long[] shown = partial == null ? told(uids) : partial.of(uids);
        if (!scored() || shown.length == 0) {
            return;
        }
        out.raw(" RELEVANCY (").number(relevancy.of(shown[0]));
        for (int i = 1; i < shown.length; i++) {
            out.raw(" ").number(relevancy.of(shown[i]));
        }
        out.raw(")");
    }

    private static void one(Result result, long[] found, ImapWriter out) throws IOException {
        out.raw(" ").raw(result.name()).raw(" ");
        switch (result) {
            case MIN -> out.number(found[0]);
            case MAX -> out.number(found[found.length - 1]);
            default -> out.raw(inOrder(found));
        }
    }

    /** {@code PARTIAL (1:10 2,5:7)}, or NIL where nothing lies within. RFC 9394 §3.1. */
    private void partial(long[] found, ImapWriter out) throws IOException {
        var range = Objects.requireNonNull(partial);
        long[] within = range.of(found);
        out.raw(" PARTIAL (").raw(range.toString()).raw(" ");
        out.raw(within.length == 0 ? "NIL" : inOrder(within)).raw(")");
    }

    /** A sequence set that keeps the order, which for SORT is the point. RFC 5267 §3. */
    static String inOrder(long[] numbers) {
        var text = new StringBuilder();
        for (int i = 0; i < numbers.length; ) {
            int end = i;
            while (end + 1 < numbers.length && numbers[end + 1] == numbers[end] + 1) {
                end++;
            }
            if (i > 0) {
                text.append(',');
            }
            text.append(numbers[i]);
            if (end > i) {
                text.append(':').append(numbers[end]);
            }
            i = end + 1;
        }
        return text.toString();
    }
}
