package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bocau.mailbox.Changes.MessageState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mailbox in memory against the simplest thing that does the same. */
class MessagesTest {
    @Test
    void aNewerVersionSharesWhatDidNotChange() {
        var before = Messages.NONE.with(states(1, 10_000), UidSet.NONE, 1);
        var after = before.with(List.of(state(5_000, 2, 1)), UidSet.NONE, 2);
        assertThat(after.octets()).isEqualTo(before.octets());
        assertThat(after.difference(before).changed()).containsExactly(4_999);
        assertThat(before.system(4_999)).isZero();
        assertThat(after.system(4_999)).isEqualTo(1);
        assertThat(after.firstUnseen()).isZero();
    }

    @Test
    void aMessageTakesFewOctets() {
        var messages = Messages.NONE.with(states(1, 100_000), UidSet.NONE, 1);
        assertThat(messages.octets()).isLessThan(100_000 * 48L);
    }

    @Test
    void anOlderStateNeverReplacesANewerOne() {
        var messages = Messages.NONE.with(List.of(state(1, 7, 1)), UidSet.NONE, 7);
        assertThat(messages.with(List.of(state(1, 6, 0)), UidSet.NONE, 7).system(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void behavesLikeAMap(long seed) {
        var random = new Random(seed);
        var messages = Messages.NONE;
        var model = new TreeMap<Long, MessageState>();
        long next = 1;
        for (int modseq = 1; modseq < 30; modseq++) {
            var before = messages;
            var modelBefore = new TreeMap<>(model);
            var changes = new TreeMap<Long, MessageState>();
            for (int n = random.nextInt(400); n > 0; n--) {
                next += 1 + random.nextInt(3);
                changes.put(next, state(next, modseq, random.nextInt(32)));
            }
            for (long uid : model.keySet()) {
                if (random.nextInt(100) == 0) {
                    changes.put(uid, state(uid, modseq, random.nextInt(32)));
                }
            }
            var gone = new TreeSet<Long>();
            int percent = random.nextInt(4) == 0 ? random.nextInt(100) : 1;
            for (long uid : model.keySet()) {
                if (random.nextInt(100) < percent) {
                    gone.add(uid);
                }
            }
            changes.keySet().removeAll(gone);
            var goneSet = UidSet.of(gone.stream().mapToLong(Long::longValue).toArray());
            messages = messages.with(List.copyOf(changes.values()), goneSet, modseq);
            model.putAll(changes);
            model.keySet().removeAll(gone);
            isTheSame(messages, model);

            var difference = before.difference(messages);
            assertThat(difference.gone()).isEqualTo(goneSet);
            var touched = new TreeSet<>(changes.keySet());
            touched.retainAll(modelBefore.keySet());
            assertThat(difference.changed())
                    .containsExactly(touched.stream().mapToInt(messages::row).toArray());

            var kept = before.keepingGone(messages, difference);
            modelBefore.putAll(changes);
            isTheSame(kept, modelBefore);
            assertThat(kept.difference(messages).gone()).isEqualTo(goneSet);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static void isTheSame(Messages messages, Map<Long, MessageState> model) {
        var states = new ArrayList<MessageState>();
        var found = new int[messages.count()];
        for (int row = 0; row < found.length; row++) {
            states.add(messages.state(row));
            found[row] = messages.row(messages.uid(row));
        }
        assertThat(found).isEqualTo(IntStream.range(0, found.length).toArray());
        assertThat(states).isEqualTo(List.copyOf(model.values()));
        assertThat(messages.rowFrom(messages.lastUid() + 1)).isEqualTo(messages.count());
        long unseen = model.values().stream().filter(m -> !m.flags().has(Flag.SEEN)).count();
        assertThat(messages.firstUnseen() >= 0).isEqualTo(unseen > 0);
    }

    private static List<MessageState> states(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(uid -> state(uid, 1, 0)).toList();
    }

    private static MessageState state(long uid, long modseq, int flags) {
        var keywords = uid % 7 == 0 ? List.of("work", "n" + uid % 5) : List.<String>of();
        return new MessageState(uid, modseq, new Flags(flags, keywords), uid, uid, uid, uid);
    }
}
