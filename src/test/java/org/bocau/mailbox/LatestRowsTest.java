package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.mailbox.Changes.MessageState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrived last, against putting everything in order. */
class LatestRowsTest {
    private static final long YEAR_9999 = 253_402_300_799L;

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheEndOfTheOrderByArrival(long seed) {
        var random = new Random(seed);
        var states = new ArrayList<MessageState>();
        long spread = 1L << random.nextInt(20); // often many in one second
        for (long uid = 1, n = random.nextInt(1500); n >= 0; n--) {
            states.add(state(uid += 1 + random.nextInt(3), random.nextLong(spread) - spread / 2));
        }
        var messages = Messages.NONE.with(states, UidSet.NONE, 1);
        for (int most : new int[] {1, 2, 80, 700, 5000, Integer.MAX_VALUE}) {
            assertThat(new LatestRows(messages, most).uids())
                    .as("%d of %d", most, states.size())
                    .isEqualTo(end(states, most));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void anyDateHasItsPlace(int most) {
        var states =
                List.of(
                        state(1, YEAR_9999),
                        state(2, -62_167_219_200L), // the year 0
                        state(3, 0),
                        state(4, YEAR_9999));

        assertThat(new LatestRows(Messages.NONE.with(states, UidSet.NONE, 1), most).uids())
                .isEqualTo(end(states, most));
    }

    private static long[] end(List<MessageState> states, int most) {
        var sorted =
                states.stream()
                        .sorted(
                                Comparator.comparingLong(MessageState::received)
                                        .thenComparingLong(MessageState::uid))
                        .mapToLong(MessageState::uid)
                        .toArray();
        return LongStream.of(sorted).skip(Math.max(0, sorted.length - (long) most)).toArray();
    }

    private static MessageState state(long uid, long received) {
        return new MessageState(uid, 1, Flags.system(0), 100, received, received, uid);
    }
}
