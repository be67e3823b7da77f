package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.StorageUsage;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@IntegrationTest
class MailboxesTest {
    private Store store;
    private AccountId an;

    @BeforeEach
    void anAccount(TestServer server) {
        store = new Store(server);
        an = store.account("an");
    }

    @Test
    void aNewAccountHasItsMailboxes() {
        assertThat(store.mailboxes.list(an))
                .extracting(Mailbox::name)
                .containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        assertThat(store.mailboxes.list(an))
                .extracting(Mailbox::specialUse)
                .containsExactly(
                        null,
                        SpecialUse.ARCHIVE,
                        SpecialUse.DRAFTS,
                        SpecialUse.JUNK,
                        SpecialUse.SENT,
                        SpecialUse.TRASH);
        assertThat(store.mailboxes.subscriptions(an)).hasSize(6).contains("INBOX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "InBox", "INBOX", "INBOX/"})
    void inboxIsMetInAnyCase(String name) {
        refused(StoreRefusal.Reason.MAILBOX_EXISTS, () -> store.mailboxes.create(an, name, null));
    }

    @ParameterizedTest // security: I07
    @ValueSource(
            strings = {
                "",
                "/",
                "a//b",
                "/a",
                "../x",
                "a/./b",
                "a\0b",
                "a\r\nb",
                "a%",
                "a*",
                "#news.x",
                "~root",
                "shared",
                "shared/x",
                " a",
                "a ",
                "a\u202eb",
                "\ud800x"
            })
    void namesThatCannotBe(String name) {
        refused(StoreRefusal.Reason.CANNOT, () -> store.mailboxes.create(an, name, null));
    }

    @Test
    void namesAreBounded() {
        refused(
                StoreRefusal.Reason.LIMIT,
                () -> store.mailboxes.create(an, "a/".repeat(32) + "a", null));
        refused(
                StoreRefusal.Reason.CANNOT,
                () -> store.mailboxes.create(an, "a".repeat(256), null));
    }

    @Test
    void twinsInOtherNormalFormsAreOneName() {
        store.mailboxes.create(an, "Th\u01b0", null);
        refused(
                StoreRefusal.Reason.MAILBOX_EXISTS,
                () -> store.mailboxes.create(an, "Thu\u031b", null));
    }

    @Test // RFC 3501 §6.3.3
    void createMakesTheLevelsAbove() {
        store.mailboxes.create(an, "a/b/c/", null);
        assertThat(store.mailboxes.list(an))
                .extracting(Mailbox::name)
                .contains("a", "a/b", "a/b/c");
    }

    @Test // RFC 3501 §6.3.4
    void aDeletedParentKeepsItsName() throws IOException {
        var child = store.create("an", "p/c");
        var parent = store.mailboxes.find(an, "p").orElseThrow();
        store.fill(parent.id(), 2);
        store.mailboxes.delete(an, "p");
        assertThat(store.mailboxes.find(an, "p").orElseThrow().selectable()).isFalse();
        refused(StoreRefusal.Reason.NO_SUCH_MAILBOX, () -> store.mail.open(parent.id(), true));
        refused(
                StoreRefusal.Reason.NO_SUCH_MAILBOX,
                () -> store.append(parent.id(), Store.message("a", "b")));
        refused(StoreRefusal.Reason.HAS_INFERIORS, () -> store.mailboxes.delete(an, "p"));
        assertThat(store.mail.usage(an).messages()).isZero();

        var again = store.mailboxes.create(an, "p", null);
        assertThat(again.uidValidity()).isGreaterThan(parent.uidValidity());
        assertThat(again.id()).isNotEqualTo(parent.id());
        assertThat(store.mailboxes.status(child).selectable()).isTrue();
    }

    @Test // RFC 3501 §2.3.1.1
    void aNameUsedAgainHasAHigherUidvalidity() {
        long first = store.mailboxes.create(an, "x", null).uidValidity();
        store.mailboxes.delete(an, "x");
        assertThat(store.mailboxes.create(an, "x", null).uidValidity()).isGreaterThan(first);
    }

    @Test
    void inboxStays() {
        refused(StoreRefusal.Reason.CANNOT, () -> store.mailboxes.delete(an, "inbox"));
        refused(StoreRefusal.Reason.NO_SUCH_MAILBOX, () -> store.mailboxes.delete(an, "nowhere"));
    }

    @Test // RFC 3501 §6.3.5
    void renameTakesInferiorsAlong() throws IOException {
        var deep = store.create("an", "a/b/c");
        store.fill(deep, 1);
        store.mailboxes.rename(an, "a", "z/y");
        assertThat(store.mailboxes.list(an))
                .extracting(Mailbox::name)
                .contains("z", "z/y", "z/y/b", "z/y/b/c");
        assertThat(store.mailboxes.status(deep).name()).isEqualTo("z/y/b/c");
        assertThat(store.mailboxes.find(an, "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, MAILBOX_EXISTS",
        "a, inbox, MAILBOX_EXISTS",
        "a, a/b, CANNOT",
        "none, b, NO_SUCH_MAILBOX"
    })
    void renamesThatCannotBe(String from, String to, StoreRefusal.Reason reason) {
        store.mailboxes.create(an, "a", null);
        refused(reason, () -> store.mailboxes.rename(an, from, to));
    }

    @Test // RFC 3501 §6.3.5
    void renamedInboxLeavesAnEmptyOne() throws IOException {
        var inbox = store.inbox("an");
        store.create("an", "INBOX/child");
        store.fill(inbox, 3);
        store.mailboxes.rename(an, "INBOX", "old mail");
        assertThat(store.mailboxes.status(inbox).messages()).isZero();
        assertThat(store.mailboxes.find(an, "old mail").orElseThrow().messages()).isEqualTo(3);
        assertThat(store.mailboxes.find(an, "INBOX/child")).isPresent();
        assertThat(store.mail.since(inbox, 1).expunged()).isEqualTo(UidSet.ofRanges(1, 3));
    }

    @Test
    void oneNameAtATime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks =
                    IntStream.range(0, 16)
                            .mapToObj(i ->
                                    (Callable<Boolean>)
                                            () -> {
                                                try {
                                                    store.mailboxes.create(an, "one/name", null);
                                                    return true;
                                                } catch (StoreRefusal e) {
                                                    return false;
                                                }
                                            })
                            .collect(Collectors.toList());
            int made = 0;
            for (var future : threads.invokeAll(tasks)) {
                made += future.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
    }

    @Test // RFC 3501 §6.3.6: the server must not take a name out by itself
    void subscriptionsOutliveMailboxes() {
        store.mailboxes.create(an, "list", null);
        store.mailboxes.subscribe(an, "list");
        store.mailboxes.subscribe(an, "never made");
        store.mailboxes.delete(an, "list");
        assertThat(store.mailboxes.subscriptions(an)).contains("list", "never made");
        store.mailboxes.unsubscribe(an, "list");
        assertThat(store.mailboxes.subscriptions(an)).doesNotContain("list");
    }

    @Test // but for what administrators look up later
    void nothingOfADeletedAccountRemains() throws IOException {
        store.append(store.inbox("an"), "References: <never@came>\r\n\r\ntext\r\n");
        store.server.bean(Accounts.class).delete(an);
        var tables =
                store.server
                        .jdbc()
                        .sql(
                                """
                                select table_name from information_schema.columns
                                 where table_schema = 'public' and column_name = 'account_id'
                                   and table_name not in ('session_log', 'queue_message', 'reindex_job')
                                """)
                        .query(String.class)
                        .list();
        assertThat(tables).contains("message", "awaited_message");
        for (String table : tables) {
            assertThat(
                            store.count(
                                    "select count(*) from " + table + " where account_id = ?",
                                    an.value()))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void theConsoleSeesWhatAccountsHold() throws IOException {
        store.fill(store.inbox("an"), 2);
        var binh = store.account("binh");
        var used = store.server.bean(StorageUsage.class).of(List.of(an, binh));
        assertThat(used.get(an)).isEqualTo(new StorageUsage.Used(store.mail.usage(an).octets(), 2));
        assertThat(used.get(binh)).isEqualTo(new StorageUsage.Used(0, 0));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void refused(StoreRefusal.Reason reason, Action action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        StoreRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
