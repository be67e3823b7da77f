package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.Directory;
import org.bocau.mailbox.AccessLists.Change;
import org.bocau.mailbox.AccessLists.Entry;
import org.bocau.message.MimeParser;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights, and messages that go from one account to another. RFC 4314, RFC 8474. */
@IntegrationTest
class SharingTest {
    private Store store;
    private AccessLists lists;
    private Namespaces namespaces;
    private AccountId an;
    private AccountId binh;

    @BeforeEach
    void twoAccounts(TestServer server) {
        store = new Store(server);
        lists = server.bean(AccessLists.class);
        namespaces = server.bean(Namespaces.class);
        an = store.account("an");
        binh = store.account("binh");
    }

    private Account account(AccountId id) {
        return store.server.bean(Directory.class).account(id).orElseThrow();
    }

    private String address(AccountId id) {
        return account(id).address().toString();
    }

    private void grant(MailboxId mailbox, String rights) {
        lists.set(mailbox, address(binh), Change.REPLACE, Rights.parse(rights));
    }

    private Rights rights(MailboxId mailbox) {
        return lists.of(account(binh), mailbox);
    }

    // --- lists ----------------------------------------------------------------------------------

    @Test
    void aNewMailboxBeginsWithTheRightsAboveIt() {
        var parent = store.create("an", "p");
        grant(parent, "lrk");
        lists.set(parent, "-anyone", Change.REPLACE, Rights.parse("x"));
        var child = store.create("an", "p/q/r");
        assertThat(rights(child)).isEqualTo(Rights.parse("lrk"));
        assertThat(lists.entries(child)).contains(new Entry("-anyone", Rights.parse("x")));
        grant(parent, "");
        assertThat(rights(child)).as("its own from then on").isEqualTo(Rights.parse("lrk"));
    }

    @Test
    void whoeverMakesAMailboxBelowASharedOneMayUseIt() {
        grant(store.create("an", "p"), "lrswik");
        var made = namespaces.create(account(binh), "shared/" + address(an) + "/p/new", null);
        assertThat(made.id().account()).isEqualTo(an);
        assertThat(made.rights()).isEqualTo(Rights.parse("lrswik"));
        assertThat(made.mailbox().name()).isEqualTo("shared/" + address(an) + "/p/new");
        assertThat(store.mailboxes.find(an, "p/new")).isPresent();
    }

    @Test
    void rightsFollowRenameAndGoWithDelete() {
        var box = store.create("an", "p/q");
        grant(box, "lr");
        store.mailboxes.rename(an, "p", "z");
        assertThat(namespaces.find(account(binh), "shared/" + address(an) + "/z/q")).isPresent();
        store.mailboxes.delete(an, "z/q");
        store.create("an", "z/q");
        assertThat(namespaces.find(account(binh), "shared/" + address(an) + "/z/q")).isEmpty();
        assertThat(rights(box)).isEqualTo(Rights.NONE);
    }

    @Test
    void aNameThatIsLeftForItsInferiorsHasNoRights() {
        var parent = store.create("an", "p");
        grant(parent, "lr");
        store.create("an", "p/q");
        store.mailboxes.delete(an, "p");
        assertThat(rights(parent)).isEqualTo(Rights.NONE);
        assertThat(namespaces.list(account(binh)))
                .extracting(access -> access.mailbox().name())
                .contains("shared/" + address(an) + "/p/q")
                .doesNotContain("shared/" + address(an) + "/p");
    }

    @Test
    void anAccountThatIsGoneIsOnNoList() {
        var box = store.create("an", "p");
        grant(box, "lr");
        store.server.bean(Accounts.class).delete(binh);
        assertThat(lists.entries(box)).extracting(Entry::identifier).containsExactly(address(an));
        assertThat(
                        store.count(
                                "select count(*) from mailbox_right where grantee_id = ?",
                                binh.value()))
                .isZero();
    }

    @Test
    void noRightOutlivesItsOwner() {
        grant(store.create("an", "p"), "lr");
        var told = new CopyOnWriteArrayList<MailboxId>();
        var subscriber = listener(told);
        try (var _ = store.server.bean(ChangeFeed.class).follow(an, subscriber)) {
            store.server.bean(Accounts.class).delete(an);
        }
        assertThat(told).hasSize(7); // whoever has one of them open looks again
        assertThat(namespaces.list(account(binh))).allMatch(Access::own);
        assertThat(
                        store.count(
                                "select count(*) from mailbox_right where account_id = ?",
                                an.value()))
                .isZero();
    }

    @Test // anyone is whoever has an account in the owner's domain: another domain is not asked in
    void anyoneIsTheOwnersDomain() {
        var box = store.create("an", "p");
        lists.set(box, "anyone", Change.REPLACE, Rights.parse("lr"));
        assertThat(rights(box)).isEqualTo(Rights.parse("lr"));
        var here = account(binh);
        var elsewhere =
                new Account(
                        here.id(),
                        org.bocau.message.EmailAddress.parse("binh@elsewhere.example"),
                        "",
                        true,
                        false,
                        0,
                        0,
                        null,
                        here.createdAt());
        assertThat(lists.of(elsewhere, box)).isEqualTo(Rights.NONE);
        assertThat(namespaces.list(elsewhere)).allMatch(Access::own);
    }

    @Test
    void listsAreBounded() {
        var box = store.create("an", "p");
        store.server
                .jdbc()
                .sql(
                        """
                        insert into mailbox_right (account_id, mailbox_id, grantee_id, negative, domain, rights)
                        select ?, ?, -n, false, 'x', 'l' from generate_series(1, 500) n
                        """)
                .params(an.value(), box.number())
                .update();
        assertThatThrownBy(() -> grant(box, "lr"))
                .isInstanceOfSatisfying(
                        StoreRefusal.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.LIMIT));
    }

    @Test
    void noSpecialUseOfAnothersMailboxIsTold() {
        grant(store.mailboxes.find(an, "Sent").orElseThrow().id(), "lr");
        var sent = namespaces.find(account(binh), "shared/" + address(an) + "/Sent").orElseThrow();
        assertThat(sent.mailbox().specialUse()).isNull();
        assertThat(sent.own()).isFalse();
    }

    // --- messages -------------------------------------------------------------------------------

    private MailboxId shared() throws IOException {
        var box = store.create("an", "p");
        store.append(
                box, Store.message("one", "first"), new Flags(Flag.SEEN.bit(), List.of("$Work")));
        store.append(box, Store.message("two", "second"), Flag.FLAGGED);
        return box;
    }

    private List<Long> emailIds(MailboxId mailbox) throws IOException {
        var ids = new ArrayList<Long>();
        store.mail.fetch(
                mailbox,
                UidSet.ofRanges(1, 100),
                Set.of(),
                message -> ids.add(message.state().emailId()));
        return ids;
    }

    private long contents(AccountId account) {
        return store.count(
                "select count(*) from message_content where account_id = ?", account.value());
    }

    @Test // RFC 8474 §5.1
    void aCopyInAnotherAccountHasTheSameEmailIdAndComesBackToIt() throws IOException {
        var from = shared();
        var to = store.inbox("binh");
        var copied = store.copy(from, UidSet.ofRanges(1, 2), to);
        assertThat(copied.to()).containsExactly(1, 2);
        assertThat(emailIds(to)).isEqualTo(emailIds(from));
        assertThat(contents(binh)).isEqualTo(2);
        assertThat(store.mail.usage(binh)).isEqualTo(store.mail.usage(an));

        store.copy(to, UidSet.ofRanges(1, 2), from);
        assertThat(contents(an)).as("nothing twice").isEqualTo(2);
        var ids = emailIds(to);
        assertThat(emailIds(from)).containsExactly(ids.get(0), ids.get(1), ids.get(0), ids.get(1));
    }

    @Test
    void moveLeavesNothingBehind() throws IOException {
        var from = shared();
        var to = store.inbox("binh");
        var before = store.mail.usage(an);
        var ids = emailIds(from);
        store.move(from, UidSet.ofRanges(1, 2), to);
        assertThat(emailIds(to)).isEqualTo(ids);
        assertThat(contents(an)).isZero();
        assertThat(store.mail.usage(an)).isEqualTo(new MailStore.Usage(0, 0));
        assertThat(store.mail.usage(binh)).isEqualTo(before);
        assertThat(store.mail.since(from, 1).expunged()).isEqualTo(UidSet.ofRanges(1, 2));
    }

    @Test
    void theTargetsQuotaCountsAndNothingGoesHalfWay() throws IOException {
        var from = shared();
        var to = Access.owner(store.mailboxes.find(binh, "INBOX").orElseThrow());
        long tooLittle = store.mail.usage(an).octets() - 1;
        for (Callable<Copied> attempt :
                List.<Callable<Copied>>of(
                        () -> store.mail.copy(from, UidSet.ofRanges(1, 2), to, tooLittle),
                        () -> store.mail.move(from, UidSet.ofRanges(1, 2), to, tooLittle))) {
            assertThatThrownBy(attempt::call)
                    .isInstanceOfSatisfying(
                            StoreRefusal.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.OVER_QUOTA));
        }
        assertThat(contents(binh)).isZero();
        assertThat(emailIds(from)).hasSize(2);
    }

    @Test // RFC 4314 §4
    void onlyFlagsThatMayBeSetThereAreCopied() throws IOException {
        var from = shared();
        var box = store.mailboxes.find(binh, "INBOX").orElseThrow();
        var seenOnly = new Access(box, Rights.parse("is"), false);
        store.mail.copy(from, UidSet.ofRanges(1, 2), seenOnly, 0);
        var states = store.mail.since(box.id(), 0).changed();
        assertThat(states).extracting(state -> state.flags().system()).containsExactly(1, 0);
        assertThat(states).allMatch(state -> state.flags().keywords().isEmpty());
        assertThat(store.mailboxes.status(box.id()).unseen()).isEqualTo(1);
    }

    @Test
    void aCopyOutlivesTheAccountItCameFrom() throws IOException {
        var to = store.inbox("binh");
        store.copy(shared(), UidSet.ofRanges(1, 2), to);
        store.server.bean(Accounts.class).delete(an);
        assertThat(emailIds(to)).hasSize(2);
        assertThat(store.mail.search(to, store.mail.messages(to), new SearchKey.Body("second")))
                .containsExactly(2);
    }

    @Test
    void bothWaysAtOnceEndsWell() throws Exception {
        var one = shared();
        var other = store.inbox("binh");
        store.fill(other, 2);
        var there = Access.owner(store.mailboxes.status(other));
        var here = Access.owner(store.mailboxes.status(one));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 10; i++) {
                tasks.add(() -> store.mail.move(one, UidSet.ofRanges(1, 1000), there, 0));
                tasks.add(() -> store.mail.move(other, UidSet.ofRanges(1, 1000), here, 0));
                tasks.add(() -> store.mail.copy(one, UidSet.ofRanges(1, 1), there, 0));
            }
            for (var future : threads.invokeAll(tasks)) {
                future.get();
            }
        }
        long all = store.mail.usage(an).messages() + store.mail.usage(binh).messages();
        assertThat(all).isGreaterThanOrEqualTo(4);
    }

    /** RFC 8508 across two accounts: both rows of usage are locked, always in the same order. */
    @Test
    void replacesBothWaysAtOnceEndWell() throws Exception {
        var one = shared();
        var other = store.inbox("binh");
        int each = 12;
        store.fill(one, each);
        store.fill(other, each);
        long before = store.mail.usage(an).messages() + store.mail.usage(binh).messages();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (int i = 1; i <= each; i++) {
                long uid = i;
                tasks.add(() -> replaced(one, uid, other));
                tasks.add(() -> replaced(other, uid, one));
                tasks.add(
                        () -> !store.append(one, Store.message("more", "m")).toString().isEmpty());
            }
            for (var future : threads.invokeAll(tasks)) {
                assertThat(future.get()).isTrue();
            }
        }
        assertThat(store.mail.usage(an).messages() + store.mail.usage(binh).messages())
                .isEqualTo(before + each);
    }

    private boolean replaced(MailboxId from, long uid, MailboxId to) throws IOException {
        byte[] octets = Store.message("instead of " + uid, "x").getBytes(StandardCharsets.UTF_8);
        try (var spool = store.spool(octets)) {
            var by = new Incoming(to, spool, MimeParser.parse(spool), Flags.NONE, Store.RECEIVED);
            return store.mail.replace(from, UidSet.of(uid), by, 0).isPresent();
        }
    }

    private static ChangeFeed.Subscriber listener(List<MailboxId> told) {
        return new ChangeFeed.Subscriber() {
            @Override
            public void changed(Hint hint) {
                if (hint instanceof Hint.OfMailbox(var mailbox)) {
                    told.add(mailbox);
                }
            }

            @Override
            public void alert(String text) {
                throw new AssertionError("not for a follower");
            }
        };
    }
}
