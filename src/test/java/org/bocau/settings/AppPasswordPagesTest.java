package org.bocau.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.bocau.security.Logins;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** App passwords on their owner's page and in the console, without scripts. */
@IntegrationTest
class AppPasswordPagesTest {
    private static final String PAGE = "/settings/security";

    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor owner;

    AppPasswordPagesTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
    }

    private boolean opensMail(String password) {
        var from = new Login("imap", InetAddress.getLoopbackAddress(), true);
        return server.bean(Logins.class).password(from, an.login(), password)
                instanceof LoginResult.Accepted;
    }

    private String create(String name) {
        owner.get(PAGE);
        var page = owner.submit(PAGE, "name", name, "password", an.password());
        assertThat(page.header("cache-control")).contains("no-store");
        return page.page().select("#secret").text();
    }

    @Test
    void isShownOnceAndRevokedByItsOwner() {
        var secret = create("<b>Phone</b> ${7*7}");

        assertThat(opensMail(secret)).isTrue();
        var page = owner.get(PAGE).page();
        assertThat(page.text())
                .contains("<b>Phone</b> ${7*7}", "Last used", "imap")
                .doesNotContain(secret);
        assertThat(WebVisitor.of(server).signIn(an.login(), secret)).isFalse();

        owner.submit(PAGE + "/revoke");
        assertThat(opensMail(secret)).isFalse();
        assertThat(owner.get(PAGE).page().text()).contains("no app passwords");
    }

    @Test
    void asksForThePasswordAndAName() {
        owner.get(PAGE);
        var wrong = owner.submit(PAGE, "name", "Phone", "password", "wrong");
        assertThat(wrong.errorAt("password")).contains("not your password");
        assertThat(wrong.page().select("#secret")).isEmpty();

        var nameless = owner.submit(PAGE, "name", " ", "password", an.password());
        assertThat(nameless.errorAt("name")).contains("name");
        assertThat(nameless.page().select("#password").val()).isEmpty();
    }

    @Test
    void theOwnerMayHoldMailProgramsToThem() {
        owner.get(PAGE);
        owner.submit(PAGE + "/app-passwords-only", "only", "true");
        assertThat(opensMail(an.password())).isFalse();
        assertThat(owner.get(PAGE).page().select("#only").hasAttr("checked")).isTrue();
    }

    @Test
    void anAdministratorSeesAndRevokesAndNobodyElseDoes() {
        var secret = create("Phone");
        var console = WebVisitor.signedIn(server, server.administrator("chief"));
        var page = "/admin/accounts/" + an.id().value() + "/app-passwords";

        assertThat(console.get(page).page().text()).contains("Phone").doesNotContain(secret);
        assertThat(console.submit(page, "only", "true").notice()).contains("need an app password");
        assertThat(console.submit(page + "/revoke").notice()).contains("revoked");
        assertThat(opensMail(secret)).isFalse();
        assertThat(opensMail(an.password())).isFalse();

        var another = create("Tablet");
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        assertThat(binh.get(PAGE).page().text()).contains("no app passwords");
        assertThat(binh.get(page).status()).isEqualTo(403);
        assertThat(opensMail(another)).isTrue();
    }
}
