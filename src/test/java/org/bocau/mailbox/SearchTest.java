package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.bocau.mailbox.SearchKey.When;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each kind of key against four messages. RFC 3501 §6.4.4. */
@IntegrationTest
class SearchTest {
    private Store store;
    private MailboxId inbox;

    @BeforeEach
    void fourMessages(TestServer server) throws IOException {
        store = new Store(server);
        inbox = store.inbox("an");
        store.append(
                inbox, Store.message("Thư mời", "Kính gửi anh, 100% (chắc) \\ chắn.*"), Flag.SEEN);
        store.append(
                inbox,
                Store.message("=?UTF-8?Q?H=C3=B3a_=C4=91=C6=A1n?=", "the invoice"),
                Flag.FLAGGED);
        store.append(
                inbox,
                "From: Bob <bob@example.net>\r\nX-Tag: a.b(c)\r\nSubject: plain\r\n\r\nno date here\r\n",
                new Flags(0, List.of("Work")));
        store.append(inbox, Store.message("empty", ""), Flag.DELETED);
    }

    private record Case(String name, SearchKey key, long... uids) {}

    @TestFactory
    Stream<DynamicTest> keys() {
        long third = store.mail.messages(inbox).modseq(2);
        return Stream.of(
                        new Case("all", new SearchKey.All(), 1, 2, 3, 4),
                        new Case("flag", new SearchKey.HasFlag(Flag.SEEN), 1),
                        new Case(
                                "not",
                                new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)),
                                2,
                                3,
                                4),
                        new Case("keyword in any case", new SearchKey.HasKeyword("WORK"), 3),
                        new Case("uids", new SearchKey.InUids(UidSet.ofRanges(2, 3, 9, 9)), 2, 3),
                        new Case("no uids", new SearchKey.InUids(UidSet.NONE)),
                        new Case("subject, decoded, any case", header("Subject", "HÓA ĐƠN"), 2),
                        new Case("diacritics count", header("Subject", "thu moi")),
                        new Case("subject in raw UTF-8", header("subject", "thư"), 1),
                        new Case("from", header("From", "bob@EXAMPLE"), 3),
                        new Case("field is there", header("X-Tag", ""), 3),
                        new Case("field is not there", header("X-None", "")),
                        new Case("name is whole", header("Tag", "a")),
                        new Case("value is no pattern", header("X-Tag", "a.b("), 3),
                        new Case("a dot is a dot", header("X-Tag", "axb")),
                        new Case("value does not cross lines", header("From", "plain")),
                        new Case("body", new SearchKey.Body("INVOICE"), 2),
                        new Case("body has no headers", new SearchKey.Body("example.net")),
                        new Case("percent and backslash", new SearchKey.Body("100% (chắc) \\"), 1),
                        new Case("no wildcard", new SearchKey.Body("1%c")),
                        new Case("text is both", new SearchKey.Text("an@example.org"), 1, 2, 4),
                        new Case("a NUL is nowhere", new SearchKey.Text("a\0")),
                        new Case("empty text", new SearchKey.Text(""), 1, 2, 3, 4),
                        new Case(
                                "or, and",
                                new SearchKey.And(
                                        List.of(
                                                new SearchKey.Or(
                                                        header("From", "bob"),
                                                        header("Subject", "empty")),
                                                new SearchKey.HasFlag(Flag.DELETED))),
                                4),
                        new Case("larger", new SearchKey.LargerThan(1_000_000)),
                        new Case("smaller", new SearchKey.SmallerThan(1_000_000), 1, 2, 3, 4),
                        new Case("received on", received(When.ON, "2026-03-04"), 1, 2, 3, 4),
                        new Case("received before", received(When.BEFORE, "2026-03-04")),
                        new Case("received since", received(When.SINCE, "2026-03-05")),
                        new Case("sent on, in its own zone", sent(When.ON, "2026-03-03"), 1, 2, 4),
                        new Case(
                                "sent without a date: when received",
                                sent(When.SINCE, "2026-03-04"),
                                3),
                        new Case("changed since", new SearchKey.ChangedSince(third), 3, 4))
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.name(),
                                () ->
                                        assertThat(
                                                        store.mail.search(
                                                                inbox,
                                                                store.mail.messages(inbox),
                                                                one.key()))
                                                .containsExactly(one.uids())));
    }

    private static SearchKey header(String field, String text) {
        return new SearchKey.Header(field, text);
    }

    private static SearchKey received(When when, String day) {
        return new SearchKey.Received(when, LocalDate.parse(day));
    }

    private static SearchKey sent(When when, String day) {
        return new SearchKey.Sent(when, LocalDate.parse(day));
    }
}
