package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Messages;
import org.bocau.mailbox.UidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers a client counts messages by. RFC 3501 §2.3.1 */
class MessageTableTest {
    @Test
    void announcesExpungesInTheNumbersOfTheMoment() {
        var table = table(10, 20, 30, 40, 50);
        assertThat(remove(table, UidSet.of(10, 30, 50, 77))).containsExactly(1, 2, 3);
        assertThat(table.count()).isEqualTo(2);
        assertThat(table.uid(1)).isEqualTo(40);
        assertThat(table.row(30)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"1:2, 10:20", "*, 50", "2:*, 20:50", "'5,1', '10,50'", "*:4, 40:50"})
    void resolvesSequenceNumbers(String set, String uids) throws Exception {
        var resolved = table(10, 20, 30, 40, 50).resolve(messages(set, Numbering.SEQUENCE));
        assertThat(resolved).hasToString(uids);
    }

    @ParameterizedTest
    @CsvSource({"1:9, 1:9", "77:*, 50", "77:88, ''", "45:99, 45:50", "*, 50"})
    void resolvesUidsWithinWhatIsKnown(String set, String uids) throws Exception {
        var resolved = table(10, 20, 30, 40, 50).resolve(messages(set, Numbering.UID));
        assertThat(resolved).hasToString(uids);
    }

    @Test
    void refusesNumbersBeyondTheLast() {
        assertThatThrownBy(() -> table(10).resolve(messages("2", Numbering.SEQUENCE)))
                .isInstanceOf(ImapRefusal.class);
        assertThatThrownBy(() -> table().resolve(messages("*", Numbering.SEQUENCE)))
                .isInstanceOf(ImapRefusal.class);
        assertThatThrownBy(() -> table().resolve(messages("1:*", Numbering.SEQUENCE)))
                .isInstanceOf(ImapRefusal.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aClientThatFollowsTheAnnouncementsHasTheSameNumbers(long seed) {
        var random = new Random(seed);
        var table = table();
        var client = new ArrayList<Long>(); // the UID of each sequence number
        long next = 1;
        for (int step = 0; step < 40; step++) {
            var fresh = new ArrayList<MessageState>();
            for (int n = random.nextInt(300); n > 0; n--, next++) {
                fresh.add(message(next));
                client.add(next);
            }
            table.advance(table.messages().with(fresh, UidSet.NONE, step), next);
            long[] gone = random.longs(random.nextInt(50), 1, next + 1).toArray();
            for (int number : remove(table, UidSet.of(gone))) {
                client.remove(number - 1);
            }
            var uids = new ArrayList<Long>();
            LongStream.range(0, table.count()).forEach(row -> uids.add(table.uid((int) row)));
            assertThat(uids).isEqualTo(client);
        }
    }

    @Test
    void recentIsWhatNobodyHadSeenBefore() {
        var table = table(10, 20);
        var more = table.messages().with(List.of(message(30), message(40)), UidSet.NONE, 2);
        table.advance(more, 40);
        assertThat(table.recentUids()).isEqualTo(UidSet.of(40));
        assertThat(table.recentCount()).isEqualTo(1);
        assertThat(table.recent(2)).isFalse();
        assertThat(table.recent(3)).isTrue();
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(4711), LongStream.range(0, 30));
    }

    /** What Selected does with an expunge: the numbers first, then the version without them. */
    private static int[] remove(MessageTable table, UidSet gone) {
        int[] numbers = table.numbersToExpunge(gone);
        table.advance(table.messages().with(List.of(), gone, 9), Long.MAX_VALUE);
        return numbers;
    }

    private static MessageSet messages(String set, Numbering numbering) throws Exception {
        return FakeInput.reader(set + "\r\n").messageSet(numbering);
    }

    private static MessageTable table(long... uids) {
        var states = LongStream.of(uids).mapToObj(MessageTableTest::message).toList();
        return new MessageTable(Messages.NONE.with(states, UidSet.NONE, 1), 99);
    }

    private static MessageState message(long uid) {
        return new MessageState(uid, uid, Flags.NONE, 100, 0, 0, uid);
    }
}
