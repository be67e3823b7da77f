package org.bocau.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bocau.account.Aliases;
import org.bocau.message.EmailAddress;
import org.bocau.preferences.Preferences;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings without scripts, and what they do with what nobody's form sends. */
@IntegrationTest
class SettingsPagesTest {
    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor owner;

    SettingsPagesTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "general",
                "appearance",
                "reading",
                "writing",
                "identities",
                "identities/new",
                "identities/0",
                "templates",
                "templates/new",
                "rules",
                "rules/new",
                "rules/script",
                "absence",
                "notifications",
                "security",
                "security/password",
                "sessions",
                "phone",
                "search?q=a"
            })
    void everyPageSaysWhereItIsInBothLanguages(String path) {
        for (var language : List.of("en", "vi")) {
            owner.get("/settings/general");
            owner.submit("/language", "language", language);
            var page = owner.get("/settings/" + path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.page().select("h1")).hasSize(1);
            assertThat(page.page().text()).doesNotContain("??");
            if (!path.startsWith("search")) {
                assertThat(page.page().select(".settings-topics [aria-current]")).hasSize(1);
            }
        }
    }

    @Test
    void aChoiceIsKeptAndTheOthersStay() {
        owner.get("/settings/general");
        var saved = owner.submit("/settings/general", "zone", "Asia/Ho_Chi_Minh");
        assertThat(saved.notice()).contains("Saved");
        assertThat(saved.page().select("#zone option[selected]").val())
                .isEqualTo("Asia/Ho_Chi_Minh");

        var wrong = owner.submit("/settings/general", "zone", "Atlantis/<b>Capital</b>");
        assertThat(wrong.errorAt("zone")).contains("none of the choices");
        assertThat(server.bean(Preferences.class).of(an.id()).zone())
                .hasToString("Asia/Ho_Chi_Minh");
    }

    /** T47: a page writes its own settings only. */
    @Tag("T47")
    @Test
    void anotherPagesSettingIsNotWritten() {
        owner.get("/settings/general");
        owner.post("/settings/general", "zone", "UTC", "theme", "dark", "is-admin", "true");
        assertThat(server.bean(Preferences.class).of(an.id()).theme()).isNull();
        assertThat(
                        server.jdbc()
                                .sql("select name from preference where account_id = ?")
                                .param(an.id().value())
                                .query(String.class)
                                .list())
                .containsExactly("zone");
    }

    @Test
    void theThemeGoesWithTheAccountAndTheSignedOutPagesFollow() {
        owner.get("/settings/appearance");
        owner.submit("/theme", "theme", "dark");
        assertThat(owner.last().at().getPath()).isEqualTo("/settings/appearance");

        var elsewhere = WebVisitor.signedIn(server, an);
        assertThat(elsewhere.get("/settings/appearance").page().select("html").attr("data-theme"))
                .isEqualTo("dark");
        elsewhere.submit("/sign-out");
        assertThat(elsewhere.get("/sign-in").page().select("html").attr("data-theme"))
                .isEqualTo("dark");
    }

    @ParameterizedTest
    @CsvSource({
        "time zone, /settings/general#zone",
        "SIGNATURE, /settings/identities",
        "iphone, /settings/phone",
        "password change, /settings/security"
    })
    void searchLeadsToThePage(String words, String path) {
        var found = owner.get("/settings/search?q=" + words.replace(" ", "+"));
        assertThat(found.page().select("main a[href='" + path + "']")).hasSize(1);
    }

    @Test
    void searchNeedsNoDiacriticsAndSurvivesAnything() {
        owner.get("/settings/general");
        owner.submit("/language", "language", "vi");
        assertThat(owner.get("/settings/search?q=chu+ky").page().select("main a").attr("href"))
                .isEqualTo("/settings/identities");
        var odd = owner.get("/settings/search?q=%3Cb%3E%27%7B0%7D");
        assertThat(odd.status()).isEqualTo(200);
        assertThat(odd.page().select("main b")).isEmpty();
    }

    @Test
    void anIdentityIsMadeRefusedAtItsFieldPreferredAndDeleted() {
        var alias = new EmailAddress("ban-hang", an.address().domain());
        server.bean(Aliases.class).create(alias, List.of(an.address()));
        var list = "/settings/identities";
        owner.get(list + "/new");
        var refused =
                owner.submit(
                        list + "/new",
                        "name",
                        "<b>Bán hàng</b>",
                        "address",
                        "chief@example.org",
                        "text",
                        "Phòng bán hàng");
        assertThat(refused.errorAt("address")).contains("may not send as chief@example.org");
        assertThat(refused.page().select("#text").val()).isEqualTo("Phòng bán hàng");

        var made = owner.submit(list + "/new", "address", alias.toString());
        assertThat(made.notice()).contains("saved");
        assertThat(made.page().select("main li strong").eachText()).contains("<b>Bán hàng</b>");
        var preferred = owner.submit(list + "/1/prefer");
        assertThat(preferred.page().select("main li").get(0).text()).contains("Default");

        owner.get(list + "/1");
        var gone = owner.submit(list + "/1/delete");
        assertThat(gone.page().select("main li")).hasSize(1);
        assertThat(owner.get(list + "/1").status()).isEqualTo(404);
    }

    @Tag("T43")
    @Test
    void whatIsAnothersIsNotThere() {
        var alias = new EmailAddress("office", an.address().domain());
        server.bean(Aliases.class).create(alias, List.of(an.address()));
        owner.get("/settings/identities/new");
        owner.submit("/settings/identities/new", "address", alias.toString());
        owner.get("/settings/templates/new");
        owner.submit("/settings/templates/new", "name", "Cảm ơn", "text", "Chào {{first-name}}");

        var binh = WebVisitor.signedIn(server, server.account("binh"));
        for (var path : List.of("/settings/identities/1", "/settings/templates/1")) {
            assertThat(owner.get(path).status()).isEqualTo(200);
            assertThat(binh.get(path).status()).isEqualTo(404);
            binh.get("/settings/general");
            assertThat(
                            binh.post(path, "name", "x", "address", "binh@x.example", "text", "y")
                                    .status())
                    .isEqualTo(404);
            binh.get("/settings/general");
            binh.post(path + "/delete");
            assertThat(owner.get(path).status()).isEqualTo(200);
        }
    }

    @Test
    void aTemplateNeedsNameAndText() {
        owner.get("/settings/templates/new");
        var nameless = owner.submit("/settings/templates/new", "text", "Xin chào {{name}}");
        assertThat(nameless.errorAt("name")).isNotEmpty();
        var list = owner.submit("/settings/templates/new", "name", "Chào hỏi");
        assertThat(list.page().select("main li").text()).contains("Chào hỏi", "{{name}}");
    }

    @Tag("T48")
    @Test
    void thePasswordIsChangedByWhoKnowsItAndEndsTheOthers() {
        var other = WebVisitor.signedIn(server, an);
        var page = "/settings/security/password";
        owner.get(page);
        var wrong =
                owner.submit(
                        page,
                        "current",
                        "not it",
                        "password",
                        "quả bóng xanh",
                        "repeated",
                        "quả bóng xanh");
        assertThat(wrong.errorAt("current")).contains("not your password");
        assertThat(wrong.page().select("#password").val()).isEmpty();
        var differs =
                owner.submit(
                        page,
                        "current",
                        an.password(),
                        "password",
                        "quả bóng xanh",
                        "repeated",
                        "x");
        assertThat(differs.errorAt("repeated")).contains("not the same");
        var tooShort =
                owner.submit(
                        page, "current", an.password(), "password", "ngắn", "repeated", "ngắn");
        assertThat(tooShort.errorAt("password")).contains("8");

        var changed =
                owner.submit(
                        page,
                        "current",
                        an.password(),
                        "password",
                        "quả bóng xanh",
                        "repeated",
                        "quả bóng xanh");
        assertThat(changed.notice()).contains("has been changed");
        assertThat(owner.get("/mail/inbox").status()).isEqualTo(200);
        assertThat(other.get("/mail/inbox").at().getPath()).isEqualTo("/sign-in");
        assertThat(WebVisitor.of(server).signIn(an.login(), an.password())).isFalse();
        assertThat(WebVisitor.of(server).signIn(an.login(), "quả bóng xanh")).isTrue();
    }

    @Test
    void sessionsAreListedAndEndedFromElsewhere() {
        var phone =
                WebVisitor.of(server)
                        .with(
                                "User-Agent",
                                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1");
        assertThat(phone.signIn(an.login(), an.password())).isTrue();
        assertThat(phone.get("/mail/inbox").status()).isEqualTo(200);

        var list = owner.get("/settings/sessions");
        assertThat(list.page().select(".settings-list li").text())
                .contains("This browser", "Safari, iPhone", "127.0.0.1");
        var ended = owner.submit("/settings/sessions/end");
        assertThat(ended.page().select(".settings-list li")).hasSize(1);
        assertThat(phone.get("/mail/inbox").at().getPath()).isEqualTo("/sign-in");

        var third = WebVisitor.signedIn(server, an);
        owner.get("/settings/sessions");
        owner.submit("/settings/sessions/end-others");
        assertThat(third.get("/mail/inbox").at().getPath()).isEqualTo("/sign-in");
        assertThat(owner.get("/mail/inbox").status()).isEqualTo(200);
    }

    @Tag("T43")
    @Test
    void nobodyEndsAnothersSession() {
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        WebVisitor.signedIn(server, an);
        var id = owner.get("/settings/sessions").page().select("input[name=id]").val();
        binh.get("/settings/sessions");
        binh.post("/settings/sessions/end", "id", id);
        assertThat(owner.get("/settings/sessions").page().select(".settings-list li")).hasSize(2);
    }

    @Test
    void thePhoneIsToldTheRealPorts() {
        var page = owner.get("/settings/phone").page();
        assertThat(page.text())
                .contains(an.login(), Integer.toString(server.port("imaps")))
                .contains(Integer.toString(server.port("submissions")));
        assertThat(page.select(".qr svg path").attr("d")).hasSizeGreaterThan(1000);

        var profile = owner.get("/settings/phone/mail.mobileconfig");
        assertThat(profile.header("content-type")).isEqualTo(AppleProfile.TYPE);
        assertThat(profile.page().text())
                .contains("EmailTypeIMAP", an.login(), Integer.toString(server.port("imaps")))
                .doesNotContain(an.password());
    }

    @Test
    void aProfileHoldsNamesAsText() {
        var place = new MailServices.Place("imap", "mail.example.org", 993);
        var profile = AppleProfile.of("an@example.org", "A & <b>\u0001</b>", place, place);
        assertThat(profile)
                .contains("<string>A &amp; &lt;b&gt;&lt;/b&gt;</string>")
                .contains("<integer>993</integer>");
    }
}
