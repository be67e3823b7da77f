package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.domain.PageRequest;

/** Aliases, mailing lists and domains as the console makes, edits and deletes them. */
@IntegrationTest
class AliasesAndListsTest {
    private final TestServer server;
    private final Aliases aliases;
    private final MailingLists lists;
    private final Domains domains;

    AliasesAndListsTest(TestServer server) {
        this.server = server;
        this.aliases = server.bean(Aliases.class);
        this.lists = server.bean(MailingLists.class);
        this.domains = server.bean(Domains.class);
        server.account("an");
        server.account("binh");
    }

    private EmailAddress at(String localPart) {
        return EmailAddress.parse(localPart + "@" + server.domain());
    }

    private static void assertRefused(ThrowingCallable edit, String message) {
        assertThatThrownBy(edit).isInstanceOf(FieldRefusal.class).hasMessageStartingWith(message);
    }

    @Test
    void anAliasKeepsItsTargetsInOrderAndOnce() {
        var outside = EmailAddress.parse("An@Elsewhere.example");

        var id = aliases.create(at("Sales"), List.of(at("BINH"), outside, at("an"), at("binh")));

        assertThat(aliases.find(id))
                .get()
                .satisfies(row -> {
                    assertThat(row.address()).isEqualTo(at("sales"));
                    assertThat(row.targets()).containsExactly(at("binh"), outside, at("an"));
                });
        assertThat(aliases.find(at("SALES"))).isPresent();
    }

    @Test
    void anAliasLeadsSomewhereElse() {
        assertRefused(() -> aliases.create(at("a"), List.of()), "targets: refusal.target.none");
        assertRefused(
                () -> aliases.create(at("a"), List.of(at("nobody"))),
                "targets: refusal.target.unknown");
        var many = new ArrayList<EmailAddress>();
        for (int i = 0; i <= Aliases.MOST_TARGETS; i++) {
            many.add(EmailAddress.parse("x" + i + "@elsewhere.example"));
        }
        assertRefused(() -> aliases.create(at("a"), many), "targets: refusal.target.many");
        var a = aliases.create(at("a"), List.of(at("an")));
        aliases.create(at("b"), List.of(at("a")));
        assertRefused(
                () -> aliases.edit(a, 0, List.of(at("an"), at("b+x"))),
                "targets: refusal.alias.loop");
        assertRefused(() -> aliases.edit(a, 0, List.of(at("A"))), "targets: refusal.alias.loop");
    }

    @Test
    void twoEditorsOfOneAliasOrListDoNotOverwriteEachOther() {
        var alias = aliases.create(at("sales"), List.of(at("an")));
        aliases.edit(alias, 0, List.of(at("binh")));
        assertRefused(() -> aliases.edit(alias, 0, List.of(at("an"))), ": refusal.edited");

        var list = lists.create(at("staff"), "Staff", List.of(at("an")));
        lists.edit(list, 0, "Staff", List.of(at("an"), at("binh")));
        assertRefused(() -> lists.edit(list, 0, "Staff", List.of(at("an"))), ": refusal.edited");
        assertThat(lists.find(list)).get().matches(found -> found.members().size() == 2);
    }

    @Test
    void aListHasMembersAndIsNotOneOfThem() {
        assertRefused(
                () -> lists.create(at("staff"), "", List.of()), "members: refusal.target.none");
        assertRefused(
                () -> lists.create(at("staff"), "", List.of(at("nobody"))),
                "members: refusal.target.unknown");
        assertRefused(
                () -> lists.create(at("staff"), "a\nb", List.of(at("an"))),
                "name: refusal.name.control");
        assertRefused(
                () -> lists.create(at("staff+x"), "", List.of(at("an"))),
                "address: refusal.list.plus");
        var staff = lists.create(at("staff"), "Staff", List.of(at("an")));
        assertRefused(
                () -> lists.edit(staff, 0, "Staff", List.of(at("staff"))),
                "members: refusal.list.itself");
    }

    @Test
    void pagesCountMembers() {
        lists.create(at("staff"), "Nhân viên", List.of(at("an"), at("binh")));
        aliases.create(at("sales"), List.of(at("an")));

        assertThat(lists.page("staff@" + server.domain(), PageRequest.of(0, 10)).getContent())
                .singleElement()
                .matches(row -> row.members() == 2 && row.name().equals("Nhân viên"));
        assertThat(aliases.page("an@" + server.domain(), PageRequest.of(0, 10)).getContent())
                .extracting(AliasRow::address)
                .containsExactly(at("sales"));
    }

    @Test
    void deletedOnesGiveTheirAddressBack() {
        var alias = aliases.create(at("sales"), List.of(at("an")));
        var list = lists.create(at("staff"), "", List.of(at("sales")));

        lists.delete(list);
        aliases.delete(alias);

        aliases.create(at("staff"), List.of(at("an")));
        lists.create(at("sales"), "", List.of(at("an")));
    }

    @ParameterizedTest
    @CsvSource({
        "Bồcâu.example, xn--bcu-jla7349a.example",
        "UPPER.example, upper.example",
        "' spaced.example ', spaced.example"
    })
    void aDomainIsKeptAsLowerCaseALabels(String typed, String kept) {
        var id = domains.create(server.domain() + "." + typed.strip());

        assertThat(domains.find(id)).get().matches(row -> row.name().endsWith(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a b", "a..b", "[127.0.0.1]", "a@b", "exa\r\nmple.org"})
    void refusesWhatIsNoDomain(String name) {
        assertRefused(() -> domains.create(name), "name: refusal.domain.invalid");
    }

    @Test
    void aDomainIsMadeOnceAndDeletedEmpty() {
        var domain = "second." + server.domain();
        var id = domains.create(domain);
        var alias = aliases.create(EmailAddress.parse("info@" + domain), List.of(at("an")));

        assertRefused(() -> domains.create(domain), "name: refusal.domain.taken");
        assertRefused(() -> domains.delete(id), ": refusal.domain.used");
        assertThat(domains.page(domain, PageRequest.of(0, 9)).getContent())
                .singleElement()
                .matches(row -> row.aliases() == 1 && row.accounts() == 0 && row.lists() == 0);
        aliases.delete(alias);
        domains.delete(id);
        assertThat(domains.find(id)).isEmpty();
        assertThat(server.bean(Directory.class).isLocalDomain(domain)).isFalse();
    }
}
