package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** What FETCH reads is the same whether memory had it, a batch or nobody. */
@IntegrationTest
class ContentsTest {
    private static final int MORE_THAN_A_BATCH = 520;
    private static final int LONG = 7;
    private static final int GONE = 9;

    @Test
    void givesAllInOrder(TestServer server) throws IOException {
        var store = new Store(server);
        var inbox = store.inbox("an");
        for (int i = 1; i <= MORE_THAN_A_BATCH; i++) {
            store.append(inbox, (i == LONG ? longField() : "") + Store.message("no " + i, "x"));
        }
        var before = store.mail.messages(inbox);
        store.mail.remove(inbox, UidSet.of(GONE));
        var contents = server.bean(Contents.class);
        contents.drop(inbox.account());

        var read = subjects(store, inbox, before); // from the database
        assertThat(read).hasSize(MORE_THAN_A_BATCH - 1).doesNotContainKey((long) GONE);
        read.forEach((uid, subject) -> assertThat(subject).isEqualTo("Subject: no " + uid));
        contents.drop(inbox.account());
        subjects(store, inbox, before.with(List.of(), UidSet.ofRanges(1, 400), 1));
        assertThat(subjects(store, inbox, before)).isEqualTo(read); // some of them from memory
    }

    private static String longField() {
        return "X-Long: " + "x".repeat(20_000) + "\r\n";
    }

    private static Map<Long, String> subjects(Store store, MailboxId inbox, Messages messages)
            throws IOException {
        var subjects = new TreeMap<Long, String>();
        var order = new ArrayList<Long>();
        store.mail.fetch(
                inbox,
                messages,
                messages.rows(UidSet.ofRanges(1, MORE_THAN_A_BATCH)),
                Set.of(Column.HEADER, Column.FIELDS, Column.ENVELOPE),
                message -> {
                    order.add(message.uid());
                    byte[] header = Objects.requireNonNull(message.header());
                    assertThat(header.length > 20_000).isEqualTo(message.uid() == LONG);
                    subjects.put(message.uid(), subject(Objects.requireNonNull(message.fields())));
                });
        assertThat(order).isSorted();
        return subjects;
    }

    private static String subject(byte[] fields) {
        return new String(fields, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Subject:"))
                .findFirst()
                .orElse("");
    }
}
