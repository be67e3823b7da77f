package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bocau.account.Destination.Alias;
import org.bocau.account.Destination.Disabled;
import org.bocau.account.Destination.Elsewhere;
import org.bocau.account.Destination.Local;
import org.bocau.account.Destination.MailingList;
import org.bocau.account.Destination.Unknown;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an address means. RFC 5321 §3.9, §4.5.1; RFC 5233. */
@IntegrationTest
class DirectoryTest {
    private final TestServer server;
    private final Directory directory;

    DirectoryTest(TestServer server) {
        this.server = server;
        this.directory = server.bean(Directory.class);
    }

    private EmailAddress at(String localPart) {
        return EmailAddress.parse(localPart + "@" + server.domain());
    }

    private AccountId accountOf(Destination destination) {
        assertThat(destination).isInstanceOf(Local.class);
        return ((Local) destination).account().id();
    }

    @ParameterizedTest
    @CsvSource({"an,", "AN,", "An+Shop,Shop", "an+,''", "an+a+b,a+b"})
    void findsAnAccountInAnyCaseAndWithDetail(String localPart, String detail) {
        var an = server.account("an");

        assertThat(directory.find(at(localPart)))
                .isInstanceOfSatisfying(
                        Local.class,
                        local -> {
                            assertThat(local.account().id()).isEqualTo(an.id());
                            assertThat(local.detail()).isEqualTo(detail);
                        });
    }

    @Test
    void anExactAddressWinsOverDetail() {
        server.account("an");
        var shop = server.account("an+shop");

        var found = directory.find(at("an+shop"));

        assertThat(accountOf(found)).isEqualTo(shop.id());
        assertThat(((Local) found).detail()).isNull();
    }

    @Test
    void tellsUnknownFromElsewhere() {
        server.account("an");

        assertThat(directory.find(at("nobody"))).isEqualTo(new Unknown(at("nobody")));
        assertThat(directory.find(at("+an"))).isInstanceOf(Unknown.class);
        var outside = EmailAddress.parse("an@elsewhere.example");
        assertThat(directory.find(outside)).isEqualTo(new Elsewhere(outside));
        var sub = EmailAddress.parse("an@sub." + server.domain());
        assertThat(directory.find(sub)).isInstanceOf(Elsewhere.class);
    }

    @Test
    void aDisabledAccountTakesNoMailAndStillHasItsAddress() {
        var an = server.account("an");
        var accounts = server.bean(Accounts.class);
        var row = accounts.find(an.id()).orElseThrow();
        accounts.edit(an.id(), row.version(), new AccountEdit("", false, false, 0, null));

        assertThat(directory.find(at("an"))).isEqualTo(new Disabled(at("an")));
        assertThat(directory.accountByLogin(an.login())).get().matches(a -> !a.enabled());
    }

    @ParameterizedTest
    @CsvSource({"postmaster", "Postmaster", "abuse", "postmaster+x"})
    void everyDomainHasAPostmaster(String localPart) {
        server.administrator("root");

        assertThat(directory.find(at(localPart)))
                .isInstanceOfSatisfying(
                        Local.class, local -> assertThat(local.account().administrator()).isTrue());
    }

    @Test
    void aPostmasterOfItsOwnWins() {
        server.administrator("root");
        var an = server.account("an");
        server.alias("postmaster", List.of("an"));

        assertThat(directory.resolve(List.of(at("postmaster"))))
                .singleElement()
                .satisfies(found -> assertThat(accountOf(found)).isEqualTo(an.id()));
    }

    @Test
    void resolveFollowsAliasesAndMeetsEachOnce() {
        var an = server.account("an");
        server.account("binh");
        server.alias("one", List.of("an", "binh"));
        server.alias("two", List.of("one", "an", "x@elsewhere.example"));
        server.list("staff", List.of("an", "binh"));

        var resolved = directory.resolve(List.of(at("two"), at("one+x"), at("staff"), at("an")));

        assertThat(directory.find(at("two"))).isInstanceOf(Alias.class);
        assertThat(resolved).filteredOn(Local.class::isInstance).hasSize(2);
        assertThat(resolved)
                .anyMatch(d -> d instanceof Local l && l.account().id().equals(an.id()));
        assertThat(resolved).filteredOn(MailingList.class::isInstance).hasSize(1);
        assertThat(resolved).filteredOn(Elsewhere.class::isInstance).hasSize(1);
        assertThat(resolved).hasSize(4);
    }

    @Test
    void resolveEndsInALoop() {
        server.account("an");
        server.alias("a", List.of("an"));
        server.alias("b", List.of("a"));
        // two edits at once can do this; no single one may
        server.jdbc()
                .sql("update alias set targets = array[?] where address = ?")
                .params(at("b").toString(), at("a").toString())
                .update();

        assertThat(directory.resolve(List.of(at("a")))).isEmpty();
    }

    @Test
    void resolveEndsAfterTenAliases() {
        var an = server.account("an");
        server.alias("a0", List.of("an"));
        for (int i = 1; i <= Directory.MOST_HOPS; i++) {
            server.alias("a" + i, List.of("a" + (i - 1)));
        }

        assertThat(directory.resolve(List.of(at("a9"))))
                .singleElement()
                .satisfies(found -> assertThat(accountOf(found)).isEqualTo(an.id()));
        assertThat(directory.resolve(List.of(at("a10")))).containsExactly(new Unknown(at("a0")));
    }

    @Test
    void aListWithDetailIsNobody() { // its bounces must not reach its members
        server.account("an");
        server.list("staff", List.of("an"));

        assertThat(directory.find(at("staff"))).isInstanceOf(MailingList.class);
        assertThat(directory.find(at("staff+bounces"))).isInstanceOf(Unknown.class);
    }

    /** A stranger may name it and its offices a hundred times in a message. */
    @Test
    void whatIsHeldOfAListDoesNotGrowWithItsMembers() {
        server.list("staff", List.of("an@elsewhere.example"));

        for (var name : List.of("staff", "STAFF", "staff-owner", "staff-bounces+x")) {
            assertThat(directory.find(at(name)).toString())
                    .contains("MailingList[id=")
                    .doesNotContain("an@elsewhere.example");
        }
    }

    @Test
    void maySendAsItselfAndItsAliases() {
        var an = server.account("an");
        var binh = server.account("binh");
        server.alias("sales", List.of("an"));
        server.list("staff", List.of("an"));

        assertThat(directory.maySendAs(an.id(), at("an"))).isTrue();
        assertThat(directory.maySendAs(an.id(), at("AN+shop"))).isTrue();
        assertThat(directory.maySendAs(an.id(), at("sales"))).isTrue();
        assertThat(directory.maySendAs(binh.id(), at("sales"))).isFalse();
        assertThat(directory.maySendAs(an.id(), at("binh"))).isFalse();
        assertThat(directory.maySendAs(an.id(), at("staff"))).isFalse();
        assertThat(directory.maySendAs(an.id(), EmailAddress.parse("an@elsewhere.example")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"an", "''", "@", "an@", "'an@x y'", "an@@x"})
    void textThatIsNoAddressIsNobodysLogin(String login) {
        assertThat(directory.accountByLogin(login)).isEmpty();
    }

    @Test
    void theFirstDomainStandsForTheServer() {
        server.account("an");

        assertThat(directory.primaryDomain()).isPresent();
        assertThat(directory.isLocalDomain(server.domain().toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(directory.isLocalDomain("elsewhere.example")).isFalse();
    }
}
