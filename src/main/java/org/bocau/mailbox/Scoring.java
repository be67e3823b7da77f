package org.bocau.mailbox;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives scores to the messages that a search has found. RFC 6203 §4 leaves the rule to the server:
 * a text in the Subject counts for more than one elsewhere, and a text as it was written for more
 * than one without its diacritics or with its words apart. Of alternatives the best counts; of keys
 * that must all match, their mean. What is not looked for loosely says nothing.
 */
final class Scoring {
    private final Messages messages;
    private final RowSearch search;
    private final long[] uids;
    private final BitSet rows = new BitSet();

    /**
     * @param uids that were found, ascending
     */
    Scoring(Messages messages, RowSearch search, long[] uids) {
        this.messages = messages;
        this.search = search;
        this.uids = uids;
        Arrays.stream(uids).mapToInt(messages::row).filter(row -> row >= 0).forEach(rows::set);
    }

    Relevancy of(SearchKey key) {
        var scores = scores(key);
        if (scores == null) {
            scores = new int[uids.length];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.max(1, scores[i]); // it was found by another key
        }
        return new Relevancy(uids, scores);
    }

    /**
     * In the order of the UIDs, 0 for those that do not match; null when nothing in it is loose.
     */
    private int @Nullable [] scores(SearchKey key) {
        return switch (key) {
            case SearchKey.Fuzzy fuzzy -> loosely(fuzzy);
            case SearchKey.And and -> mean(and.keys());
            case SearchKey.Or or -> best(scores(or.left()), scores(or.right()));
            default -> null;
        };
    }

    private int @Nullable [] mean(List<SearchKey> keys) {
        int[] sum = null;
        int loose = 0;
        for (var key : keys) {
            var scores = scores(key);
            if (scores != null) {
                sum = sum == null ? new int[uids.length] : sum;
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += scores[i];
                }
                loose++;
            }
        }
        for (int i = 0; sum != null && i < sum.length; i++) {
            sum[i] /= loose;
        }
        return sum;
    }

    private static int @Nullable [] best(int @Nullable [] left, int @Nullable [] right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        for (int i = 0; i < left.length; i++) {
            left[i] = Math.max(left[i], right[i]);
        }
        return left;
    }

    /** What scores so much, the best first. */
    private record Tier(int score, SearchKey key) {}

    private static List<Tier> tiers(SearchKey.Fuzzy loose) {
        if (loose.key() instanceof SearchKey.Text anywhere) {
            var subject = new SearchKey.Header("Subject", anywhere.text());
            return List.of(
                    new Tier(100, subject),
                    new Tier(75, new SearchKey.Fuzzy(subject)),
                    new Tier(50, anywhere),
                    new Tier(25, loose));
        }
        return List.of(new Tier(100, loose.key()), new Tier(50, loose));
    }

    private int[] loosely(SearchKey.Fuzzy loose) {
        var scores = new int[uids.length];
        var left = (BitSet) rows.clone();
        for (var tier : tiers(loose)) {
            var matching = (BitSet) search.of(tier.key(), left).clone();
            matching.stream()
                    .map(row -> Arrays.binarySearch(uids, messages.uid(row)))
                    .forEach(i -> scores[i] = tier.score());
            left.andNot(matching);
        }
        return scores;
    }
}
