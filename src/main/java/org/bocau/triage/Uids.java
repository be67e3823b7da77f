package org.bocau.triage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** UIDs of one mailbox, ascending and distinct, written as IMAP does: {@code 1:5,9}. */
public record Uids(List<Long> all) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?::(\\d{1,10}))?");

    public Uids {
        all = List.copyOf(all);
    }

    public static Uids of(long... uids) {
        return new Uids(LongStream.of(uids).sorted().distinct().boxed().toList());
    }

    /** Reads what {@link #toString} has written. */
    static Uids parse(String text) {
        var uids = LongStream.builder();
        var range = RANGE.matcher(text);
        while (range.find()) {
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            LongStream.rangeClosed(first, last).forEach(uids);
        }
        return of(uids.build().toArray());
    }

    public long[] array() {
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    public int size() {
        return all.size();
    }

    /** In pieces of at most so many. */
    public static List<Uids> pieces(long[] uids, int most) {
        var sorted = LongStream.of(uids).sorted().distinct().toArray();
        var pieces = new ArrayList<Uids>();
        for (int from = 0; from < sorted.length; from += most) {
            pieces.add(of(Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + most))));
        }
        return pieces;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < all.size(); ) {
            int end = i;
            while (end + 1 < all.size() && all.get(end + 1) == all.get(end) + 1) end++;
            if (!text.isEmpty()) text.append(',');
            text.append(all.get(i));
            if (end > i) text.append(':').append(all.get(end));
            i = end + 1;
        }
        return text.toString();
    }
}
