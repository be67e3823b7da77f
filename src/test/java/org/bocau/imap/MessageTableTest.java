package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Snapshot;
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
        assertThat(table.remove(UidSet.of(10, 30, 50, 77))).containsExactly(1, 2, 3);
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
            for (int n = random.nextInt(6); n > 0; n--, next++) {
                table.append(new MessageState(next, next, Flags.NONE), random.nextBoolean());
                client.add(next);
            }
            long[] gone = random.longs(random.nextInt(5), 1, next + 1).toArray();
            for (int number : table.remove(UidSet.of(gone))) {
                client.remove(number - 1);
            }
            var uids = new ArrayList<Long>();
            LongStream.range(0, table.count()).forEach(row -> uids.add(table.uid((int) row)));
            assertThat(uids).isEqualTo(client);
        }
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(4711), LongStream.range(0, 100));
    }

    private static MessageSet messages(String set, Numbering numbering) throws Exception {
        return FakeInput.reader(set + "\r\n").messageSet(numbering);
    }

    private static MessageTable table(long... uids) {
        var id = new MailboxId(new AccountId(1), 1);
        var mailbox = new Mailbox(id, "INBOX", null, true, 1, 99, 1, uids.length, 0, 0, 0, 99);
        var keywords = Collections.nCopies(uids.length, List.<String>of());
        return new MessageTable(
                new Snapshot(
                        mailbox,
                        uids,
                        new long[uids.length],
                        new int[uids.length],
                        keywords,
                        List.of(),
                        99));
    }
}
