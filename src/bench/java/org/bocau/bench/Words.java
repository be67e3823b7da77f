package org.bocau.bench;

import java.util.Random;

/**
 * Thirty thousand made-up words, a third of them Vietnamese in look; the more common ones are the
 * shorter ones, and the n-th is about n times as rare as the first.
 */
final class Words {
    static final int COUNT = 30_000;
    private static final String[] ONSETS =
            "b c d g h k l m n p r s t v x th tr ch ph nh".split(" ");
    private static final String[] PLAIN = "a e i o u ai au ia oi ua".split(" ");
    private static final String[] MARKED = "á ầ ơ ư ế ộ ụ ữ ạo ươ iề ấu".split(" ");
    private static final String[] CODAS = {"", "", "n", "ng", "t", "c", "m"};
    private static final String[] ALL = all();

    private Words() {}

    private static String[] all() {
        var random = new Random(20_261_122);
        var words = new String[COUNT];
        for (int rank = 0; rank < COUNT; rank++) {
            boolean vietnamese = rank % 3 == 1;
            var word = new StringBuilder(vietnamese && rank % 2 == 1 ? "đ" : "");
            for (int left = rank < 500 ? 1 : rank < 5000 ? 2 : 3; left > 0; left--) {
                word.append(pick(random, ONSETS));
                word.append(pick(random, vietnamese ? MARKED : PLAIN)).append(pick(random, CODAS));
            }
            words[rank] = word.toString();
        }
        return words;
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    /** The word of a rank from 0; those whose rank leaves 1 when divided by 3 are not ASCII. */
    static String word(int rank) {
        return ALL[rank];
    }

    /** A word as text has it: common ones often. */
    static String any(Random random) {
        return ALL[(int) Math.exp(random.nextDouble() * Math.log(COUNT))];
    }

    /** So many words, spaces between them. */
    static String some(Random random, int count) {
        var text = new StringBuilder(count * 6);
        for (int i = 0; i < count; i++) {
            text.append(i > 0 ? " " : "").append(any(random));
        }
        return text.toString();
    }
}
