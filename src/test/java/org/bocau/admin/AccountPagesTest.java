package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.bocau.account.AccountRow;
import org.bocau.account.Accounts;
import org.bocau.account.SendingLimits;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Accounts in the console, without scripts. */
@IntegrationTest
class AccountPagesTest {
    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor console;

    AccountPagesTest(TestServer server) {
        this.server = server;
        this.an = server.administrator("an");
        this.console = WebVisitor.signedIn(server, an);
    }

    private AccountRow row(TestAccount account) {
        return server.bean(Accounts.class).find(account.id()).orElseThrow();
    }

    private String auditedLast() {
        return server.jdbc()
                .sql(
                        "select action || ' ' || subject || ' ' || detail from audit_event order by id desc limit 1")
                .query(String.class)
                .single();
    }

    @Test
    void makesAnAccountThatCanSignIn() {
        console.get("/admin/accounts/new");
        var page =
                console.submit(
                        "/admin/accounts",
                        "address",
                        "Binh@" + server.domain(),
                        "name",
                        "Trần Thị Bình",
                        "password",
                        "mot-cau-that-dai",
                        "repeated",
                        "mot-cau-that-dai",
                        "quota",
                        "1,5",
                        "quotaUnit",
                        "GB");
        assertThat(page.page().select("h1").text()).isEqualTo("binh@" + server.domain());
        assertThat(page.notice()).contains("has been added");
        assertThat(page.page().select("input[name=quota]").val()).isEqualTo("1.5");
        assertThat(WebVisitor.of(server).signIn("binh@" + server.domain(), "mot-cau-that-dai"))
                .isTrue();
        assertThat(auditedLast())
                .contains("account.create", "Trần Thị Bình")
                .doesNotContain("mot-cau");

        var found = console.get("/admin/accounts?q=tr%E1%BA%A7n");
        assertThat(found.page().select("tbody tr")).isNotEmpty();
        assertThat(found.page().text()).contains("Trần Thị Bình", "1.5 GB");
    }

    @Test
    void hidesCapabilitiesFromAnAccountsMailPrograms() {
        var binh = server.account("binh");
        String url = "/admin/accounts/" + binh.id().value() + "/capabilities";
        console.get("/admin/accounts/" + binh.id().value());
        assertThat(console.get(url).page().select("details code").eachText())
                .contains("IDLE", "COMPRESS=DEFLATE")
                .doesNotContain("IMAP4rev1");

        var refused = console.submit(url, "masked", "idle\nIMAP4rev1");
        assertThat(refused.page().select("#masked-error").text()).contains("IMAP4rev1");
        assertThat(refused.page().select("textarea[name=masked]").val()).contains("idle");

        console.submit(url, "masked", "idle, COMPRESS=DEFLATE");
        assertThat(auditedLast())
                .contains("account.mask", binh.login(), "added: COMPRESS=DEFLATE IDLE");
        assertThat(console.get(url).page().select("textarea[name=masked]").val())
                .isEqualTo("COMPRESS=DEFLATE\nIDLE");

        console.submit(url, "masked", "");
        assertThat(auditedLast()).contains("removed: COMPRESS=DEFLATE IDLE");
        assertThat(console.get(url).page().select("textarea[name=masked]").val()).isEmpty();
    }

    @Test
    void limitsWhatAnAccountSendsAndShowsWhoMetALimit() {
        var binh = server.account("binh");
        String url = "/admin/accounts/" + binh.id().value() + "/sending";
        console.get("/admin/accounts/" + binh.id().value());
        assertThat(console.get(url).page().select("dl.facts").text()).contains("0 / 500");

        var refused = console.submit(url, "perHour", "many", "perDay", "", "newPerDay", "-1");
        assertThat(refused.page().select("#perHour-error, #newPerDay-error")).hasSize(2);
        assertThat(refused.page().select("input[name=perHour]").val()).isEqualTo("many");

        console.submit(url, "perHour", "7", "perDay", "", "newPerDay", "0");
        assertThat(auditedLast())
                .contains("account.sending", binh.login(), "recipients per hour: – → 7");
        var page = console.get(url).page();
        assertThat(page.select("input[name=perHour]").val()).isEqualTo("7");
        assertThat(page.select("input[name=perDay]").val()).isEmpty();
        assertThat(page.select("dl.facts").text()).contains("0 / 7", "0 / 2000");

        server.bean(SendingLimits.class).refused(binh.id());
        var row = console.get("/admin/sending").page().select("tr:contains(" + binh.login() + ")");
        assertThat(row.text()).contains("limit met once", "0 / 7");
    }

    @Test
    void saysAtEachFieldWhatIsWrongAndForgetsNothing() {
        console.get("/admin/accounts/new");
        var page =
                console.submit(
                        "/admin/accounts",
                        "address",
                        "not an address",
                        "name",
                        "\"><script>alert(1)</script>${7*7}",
                        "password",
                        "mot-cau-that-dai",
                        "repeated",
                        "another",
                        "quota",
                        "much",
                        "administrator",
                        "true");
        assertThat(page.errorAt("address")).contains("not an address");
        assertThat(page.errorAt("repeated")).contains("not the same");
        assertThat(page.errorAt("quota")).contains("number");
        assertThat(page.page().select("#address").val()).isEqualTo("not an address");
        assertThat(page.page().select("#name").val())
                .isEqualTo("\"><script>alert(1)</script>${7*7}");
        assertThat(page.page().select("#administrator").hasAttr("checked")).isTrue();
        assertThat(page.page().select("#password").val()).isEmpty(); // never sent back
        assertThat(page.page().select("#address").attr("aria-describedby"))
                .contains("address-error");

        var elsewhere =
                console.submit(
                        "/admin/accounts",
                        "address",
                        "x@elsewhere.example",
                        "quota",
                        "",
                        "password",
                        "mot-cau-that-dai",
                        "repeated",
                        "mot-cau-that-dai");
        assertThat(elsewhere.errorAt("address")).contains("elsewhere.example is not a domain");
        var taken =
                console.submit(
                        "/admin/accounts",
                        "address",
                        an.login().toUpperCase(java.util.Locale.ROOT),
                        "password",
                        "mot-cau-that-dai",
                        "repeated",
                        "mot-cau-that-dai");
        assertThat(taken.errorAt("address")).contains("in use already");
        var tooShort =
                console.submit(
                        "/admin/accounts",
                        "address",
                        "new@" + server.domain(),
                        "password",
                        "short",
                        "repeated",
                        "short");
        assertThat(tooShort.errorAt("password")).contains("at least 8");
        var empty =
                console.submit("/admin/accounts", "address", " ", "password", "", "repeated", "");
        assertThat(empty.errorAt("address")).isEqualTo("Please fill this in.");
        assertThat(empty.errorAt("password")).isEqualTo("Please fill this in.");
    }

    @Test
    void editsAndSaysKindlyWhenSomebodyElseWasFaster() {
        var binh = server.account("binh");
        var path = "/admin/accounts/" + binh.id().value();
        console.get(path);
        var slow = WebVisitor.signedIn(server, an);
        slow.get(path);

        var saved =
                console.submit(
                        path, "name", "Bình", "quota", "2", "quotaUnit", "GB", "language", "vi");
        assertThat(saved.notice()).contains("has been saved");
        assertThat(row(binh))
                .satisfies(row -> {
                    assertThat(row.name()).isEqualTo("Bình");
                    assertThat(row.quotaOctets()).isEqualTo(2L << 30);
                    assertThat(row.language()).isEqualTo("vi");
                });
        assertThat(auditedLast()).contains("account.edit", "name: – → Bình", "quota: – → 2 GB");

        var late = slow.submit(path, "name", "Someone");
        assertThat(late.notice()).contains("Somebody else has changed this");
        assertThat(late.page().select("#name").val()).isEqualTo("Someone");
        assertThat(row(binh).name()).isEqualTo("Bình");
    }

    @Test
    void disablingKeepsTheOwnerOutUntilEnabled() {
        var binh = server.account("binh");
        var path = "/admin/accounts/" + binh.id().value();
        console.get(path);
        assertThat(console.submit(path + "/disable").notice()).contains("has been disabled");
        assertThat(WebVisitor.of(server).signIn(binh.login(), binh.password())).isFalse();
        assertThat(auditedLast()).contains("account.disable " + binh.login());
        assertThat(console.submit(path + "/enable").notice()).contains("has been enabled");
        assertThat(WebVisitor.of(server).signIn(binh.login(), binh.password())).isTrue();
    }

    @Test
    void resetPasswordEndsTheOwnersSessions() {
        var chi = server.administrator("chi");
        var path = "/admin/accounts/" + chi.id().value() + "/password";
        var hers = WebVisitor.signedIn(server, chi);
        assertThat(hers.get("/admin").status()).isEqualTo(200);

        console.get(path);
        var differing = console.submit(path, "password", "mot-mat-khau-moi", "repeated", "mot");
        assertThat(differing.errorAt("repeated")).contains("not the same");
        assertThat(
                        console.submit(
                                        path,
                                        "password",
                                        "mot-mat-khau-moi",
                                        "repeated",
                                        "mot-mat-khau-moi")
                                .notice())
                .contains("has a new password");
        assertThat(hers.get("/admin").at().getPath()).isEqualTo("/sign-in");
        assertThat(WebVisitor.of(server).signIn(chi.login(), "mot-mat-khau-moi")).isTrue();
        assertThat(auditedLast()).contains("account.reset-password").doesNotContain("moi");
    }

    @Test
    void deletesOnlyWhatIsTypedOut() {
        var binh = server.account("binh");
        var path = "/admin/accounts/" + binh.id().value() + "/delete";
        console.get(path);
        var refused = console.submit(path, "confirmation", "bin@" + server.domain());
        assertThat(refused.errorAt("confirmation")).contains("This is not " + binh.login());
        assertThat(console.submit(path, "confirmation", binh.login()).notice())
                .contains("has been deleted");
        assertThat(server.bean(Accounts.class).find(binh.id())).isEmpty();
        assertThat(console.get("/admin/accounts/" + binh.id().value()).status()).isEqualTo(404);
        assertThat(auditedLast()).contains("account.delete " + binh.login());
    }

    @Test
    void tamperedFormsChangeNothing() {
        var path = "/admin/accounts/" + an.id().value();
        for (var field : new String[] {"version", "language"}) {
            console.get(path);
            var page = console.submit(path, field, "\"><b>");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.page().select("[role=alert]:not([hidden])")).as(field).hasSize(1);
        }
        console.get(path);
        assertThat(console.submit(path, "quotaUnit", "PB").status()).isEqualTo(200);
        console.get(path);
        assertThat(console.post(path, "name", "x").status()).isEqualTo(400); // fields missing
        console.get(path); // mass assignment: these are no fields of the form
        console.submit(
                path, "enabled", "false", "id", "1", "credentials", "9", "address", "x@y.example");
        assertThat(row(an).enabled()).isTrue();
        assertThat(row(an).address()).isEqualTo(an.address());
    }
}
