package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.PageRequest;

/** Accounts as the console makes, edits and deletes them. */
@IntegrationTest
class AccountsTest {
    private static final String HASH = "{argon2}$argon2id$v=19$m=64,t=1,p=1$AAAA$BBBB";

    private final TestServer server;
    private final Accounts accounts;

    AccountsTest(TestServer server) {
        this.server = server;
        this.accounts = server.bean(Accounts.class);
        server.account("somebody"); // makes the domain
    }

    private NewAccount wanted(String localPart) {
        return new NewAccount(at(localPart), "Ân", HASH, false, 5);
    }

    private EmailAddress at(String localPart) {
        return EmailAddress.parse(localPart + "@" + server.domain());
    }

    private static void assertRefused(ThrowingCallable edit, String field, String key) {
        assertThatThrownBy(edit)
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> {
                            assertThat(refusal.field()).isEqualTo(field);
                            assertThat(refusal.messageKey()).isEqualTo(key);
                        });
    }

    @Test
    void keepsTheAddressInItsCanonicalForm() {
        var account = accounts.create(wanted("An.Nguyen"));

        assertThat(account.address()).isEqualTo(at("an.nguyen"));
        assertThat(account.enabled()).isTrue();
        assertThat(account.quotaOctets()).isEqualTo(5);
        assertThat(server.bean(Directory.class).account(account.id())).contains(account);
    }

    @Test
    void refusesWhatCannotBe() {
        var outside = EmailAddress.parse("an@not-ours.example");
        assertRefused(
                () -> accounts.create(new NewAccount(outside, "", HASH, false, 0)),
                "address",
                "refusal.domain.unknown");
        assertRefused(
                () -> accounts.create(new NewAccount(at("an"), "A\r\nB", HASH, false, 0)),
                "name",
                "refusal.name.control");
        assertRefused(
                () -> accounts.create(new NewAccount(at("an"), "x".repeat(201), HASH, false, 0)),
                "name",
                "refusal.name.long");
        assertRefused(
                () -> accounts.create(new NewAccount(at("an"), "", HASH, false, -1)),
                "quota",
                "refusal.quota.negative");
        assertThat(server.bean(Directory.class).find(at("an")))
                .isInstanceOf(Destination.Unknown.class);
    }

    @Test
    void anAddressHasOneMeaning() {
        server.account("an");
        server.alias("sales", List.of("an"));
        server.list("staff", List.of("an"));

        for (var taken : List.of("an", "AN", "sales", "staff")) {
            assertRefused(() -> accounts.create(wanted(taken)), "address", "refusal.address.taken");
            assertRefused(
                    () -> server.bean(Aliases.class).create(at(taken), List.of(at("somebody"))),
                    "address",
                    "refusal.address.taken");
            assertRefused(
                    () ->
                            server.bean(MailingLists.class)
                                    .create(at(taken), "", List.of(at("somebody"))),
                    "address",
                    "refusal.address.taken");
        }
    }

    @Test
    void anAddressHasOneMeaningHoweverManyWantItAtOnce() throws Exception {
        var aliases = server.bean(Aliases.class);
        var lists = server.bean(MailingLists.class);
        for (int round = 0; round < 10; round++) {
            var address = at("wanted" + round);
            var wants =
                    List.<Callable<Object>>of(
                            () -> accounts.create(new NewAccount(address, "", HASH, false, 0)),
                            () -> aliases.create(address, List.of(at("somebody"))),
                            () -> lists.create(address, "", List.of(at("somebody"))),
                            () -> accounts.create(new NewAccount(address, "", HASH, false, 0)));

            var outcomes = atOnce(wants);

            assertThat(outcomes).filteredOn(outcome -> outcome instanceof FieldRefusal).hasSize(3);
            assertThat(outcomes).filteredOn(outcome -> !(outcome instanceof Exception)).hasSize(1);
        }
    }

    /** What each returned or threw. */
    static List<Object> atOnce(List<Callable<Object>> tasks) throws Exception {
        var start = new CyclicBarrier(tasks.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    tasks.stream()
                            .map(task ->
                                    threads.submit(() -> {
                                        start.await();
                                        return outcome(task);
                                    }))
                            .toList();
            var outcomes = new ArrayList<Object>();
            for (var one : running) {
                outcomes.add(one.get());
            }
            return outcomes;
        }
    }

    private static Object outcome(Callable<Object> task) {
        try {
            return task.call();
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void twoEditorsDoNotOverwriteEachOther() {
        var an = server.account("an");
        var seen = accounts.find(an.id()).orElseThrow();

        accounts.edit(an.id(), seen.version(), new AccountEdit("First", true, false, 0, "vi"));

        assertRefused(
                () ->
                        accounts.edit(
                                an.id(),
                                seen.version(),
                                new AccountEdit("Second", true, false, 0, null)),
                "",
                "refusal.edited");
        assertThat(accounts.find(an.id()))
                .get()
                .matches(row -> row.name().equals("First") && "vi".equals(row.language()));
    }

    @Test
    void credentialsGrowWithPasswordRoleAndStateOnly() {
        var an = server.account("an");
        int first = credentials(an.id());

        edit(an.id(), new AccountEdit("New name", true, false, 99, "en"));
        assertThat(credentials(an.id())).isEqualTo(first);
        edit(an.id(), new AccountEdit("New name", true, true, 99, "en"));
        assertThat(credentials(an.id())).isEqualTo(first + 1);
        edit(an.id(), new AccountEdit("New name", false, true, 99, "en"));
        assertThat(credentials(an.id())).isEqualTo(first + 2);
        accounts.changePassword(an.id(), HASH);
        assertThat(credentials(an.id())).isEqualTo(first + 3);
    }

    private int credentials(AccountId id) {
        return server.bean(Directory.class).account(id).orElseThrow().credentials();
    }

    private void edit(AccountId id, AccountEdit edit) {
        accounts.edit(id, accounts.find(id).orElseThrow().version(), edit);
    }

    @Test
    void rehashingIsNoChangeOfCredentialsAndLosesToOne() {
        var an = server.account("an");
        var login = an.login();
        var directory = server.bean(Directory.class);
        var before = directory.credential(login).orElseThrow();

        accounts.rehash(an.id(), "{argon2}something else", HASH);
        assertThat(directory.credential(login)).contains(before);
        accounts.rehash(an.id(), before.passwordHash(), HASH);

        var after = directory.credential(login).orElseThrow();
        assertThat(after.passwordHash()).isEqualTo(HASH);
        assertThat(after.account()).isEqualTo(before.account());
    }

    @Test
    void aDeletedAccountLeavesNoAliasAndNoListBehind() {
        var an = server.account("an");
        server.alias("both", List.of("an", "somebody"));
        server.alias("only", List.of("an"));
        server.alias("further", List.of("only"));
        server.list("staff", List.of("an", "somebody"));
        var directory = server.bean(Directory.class);

        accounts.delete(an.id());

        assertThat(directory.account(an.id())).isEmpty();
        for (var gone : List.of("an", "only", "further")) {
            assertThat(directory.find(at(gone))).isInstanceOf(Destination.Unknown.class);
        }
        assertThat(directory.find(at("both")))
                .isEqualTo(new Destination.Alias(at("both"), List.of(at("somebody"))));
        assertThat(directory.members(((Destination.MailingList) directory.find(at("staff"))).id()))
                .containsExactly(at("somebody"));
        assertThat(accounts.create(wanted("an")).id()).isNotEqualTo(an.id());
    }

    @Test
    void nobodysIdIsToldApart() {
        var nobody = new AccountId(Long.MAX_VALUE);

        assertThat(accounts.find(nobody)).isEmpty();
        assertThatThrownBy(() -> accounts.delete(nobody))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void pagesBySearchInAnyCaseWithoutPatterns() {
        accounts.create(wanted("ann_1"));
        accounts.create(wanted("annx1"));

        var domain = server.domain();
        assertThat(accounts.page("ANN_1@" + domain, PageRequest.of(0, 10)).getContent())
                .extracting(row -> row.address().localPart())
                .containsExactly("ann_1");
        assertThat(accounts.page("ÂN", PageRequest.of(0, 1)).getTotalElements())
                .isGreaterThanOrEqualTo(2);
        assertThat(accounts.page("@" + domain, PageRequest.of(1, 2)).getContent())
                .extracting(row -> row.address().localPart())
                .containsExactly("somebody");
    }
}
