package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bocau.message.MessageText;
import org.bocau.message.SearchText;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** Text is found exactly, however long, and while mail comes and goes. */
@IntegrationTest
class TextSearchTest {
    private static final String[] SYLLABLES = {
        "thư",
        "thu",
        "mời",
        "đá",
        "da",
        "ê",
        "e",
        "ß",
        "ss",
        "100%",
        "_",
        "\\",
        "日本",
        "한글",
        "ọ̀",
        " ",
        "\r\n",
        "A",
        "Ω",
        "ς",
        "e\u0301",
        "'",
        "(",
        ".*",
        "\uD83D\uDE00",
        "nguyễn",
        "Đức"
    };

    private final TestServer server;
    private Store store;
    private MailboxId inbox;

    TextSearchTest(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void account() {
        store = new Store(server);
        inbox = store.inbox("an");
    }

    private long[] body(String sought) {
        return search(new SearchKey.Body(sought));
    }

    private long[] search(SearchKey key) {
        return store.mail.search(inbox, store.mail.messages(inbox), key);
    }

    private static String header() {
        return "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    }

    private static String text(Random random, int most) {
        var text = new StringBuilder();
        int n = random.nextInt(most);
        for (int i = 0; i < n; i++) {
            text.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return text.toString();
    }

    @RepeatedTest(3)
    void bodyFindsWhatANaiveScanFinds(RepetitionInfo repetition) throws IOException {
        var random = new Random(repetition.getCurrentRepetition());
        var texts = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            String text = text(random, 60);
            texts.add(SearchText.caseless(text.replace("\r", "")));
            store.append(inbox, header() + text);
        }
        for (int i = 0; i < 80; i++) {
            String sought = text(random, 1 + i % 6).replace("\r", "");
            String normal = SearchText.caseless(sought);
            long[] naive =
                    IntStream.range(0, texts.size())
                            .filter(n -> texts.get(n).contains(normal))
                            .mapToLong(n -> n + 1)
                            .toArray();

            assertThat(body(sought)).as("»%s«", sought).containsExactly(naive);
        }
    }

    @Test
    void longTextsAreFoundAcrossTheirPieces() throws IOException {
        var random = new Random(4);
        var text = new StringBuilder();
        while (text.length() < 3 * MessageText.PIECE) {
            text.append((char) ('a' + random.nextInt(26)));
            if (random.nextInt(9) == 0) {
                text.append(random.nextBoolean() ? " ưỡ" : "\r\n");
            }
        }
        store.append(inbox, header() + text);
        String whole = SearchText.caseless(text.toString().replace("\r", ""));

        assertThat(body(whole.substring(5, 45))).containsExactly(1);
        for (int at = MessageText.PIECE - 3000; at < MessageText.PIECE + 500; at += 250) {
            assertThat(body(whole.substring(at, at + 40))).containsExactly(1);
            assertThat(body(whole.substring(at, at + 1020))).containsExactly(1);
            String longer = whole.substring(at, at + 2500);
            assertThat(body(longer)).containsExactly(1);
            assertThat(body(longer + "~")).isEmpty();
        }
        assertThat(body(whole.substring(whole.length() - 30))).containsExactly(1);
    }

    @Test
    void whatIsFuzzyMayBeFarApart() throws IOException {
        store.append(inbox, header() + "đầu tiên" + " x".repeat(MessageText.PIECE) + " cuối cùng");

        var fuzzy = new SearchKey.Fuzzy(new SearchKey.Body("cuoi DAU"));

        assertThat(search(fuzzy)).containsExactly(1);
        assertThat(body("dau tien")).isEmpty();
    }

    @Test
    void removalBesideIndexingLeavesNothing() throws Exception {
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<Future<?>>();
            working.add(
                    threads.submit(() -> {
                        while (!done.get()) {
                            var _ = body("needle");
                        }
                        return null;
                    }));
            for (int i = 1; i <= 60; i++) {
                store.append(inbox, header() + "needle " + i);
                if (i % 3 == 0) {
                    long uid = i;
                    working.add(
                            threads.submit(() -> {
                                var _ = store.mail.remove(inbox, UidSet.of(uid, uid - 1));
                                return null;
                            }));
                }
            }
            done.set(true);
            for (Future<?> one : working) {
                one.get();
            }
        }

        assertThat(body("needle")).hasSize(20);
        var account = inbox.account().value();
        assertThat(store.count("select count(*) from message_text where account_id = ?", account))
                .isEqualTo(20);
    }

    /** Another node has its own locks in memory; between nodes the row of search_state decides. */
    @Test
    void twoNodesIndexBesideEachOther() throws Exception {
        var node = server.bean(TextIndex.class);
        var other =
                new TextIndex(
                        server.jdbc(),
                        server.bean(TextRows.class),
                        server.bean(PlatformTransactionManager.class));
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<Future<?>>();
            for (var each : List.of(node, node, other, other)) {
                working.add(
                        threads.submit(() -> {
                            while (!done.get()) {
                                each.bringUp(inbox.account());
                            }
                            each.bringUp(inbox.account());
                            return null;
                        }));
            }
            for (int i = 1; i <= 150; i++) {
                store.append(inbox, header() + "needle " + i);
            }
            done.set(true);
            for (Future<?> one : working) {
                one.get(); // a message indexed twice would violate the key
            }
        }

        assertThat(body("needle")).hasSize(150);
        var account = inbox.account().value();
        assertThat(store.count("select count(*) from message_text where account_id = ?", account))
                .isEqualTo(150);
    }
}
