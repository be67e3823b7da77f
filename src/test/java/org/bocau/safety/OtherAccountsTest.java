package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.bocau.security.Logins;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything of An's that has an address, asked for by Mallory, who knows them all: what is another
 * account's answers like what is not there.
 */
@IntegrationTest
class OtherAccountsTest {
    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor mallory;
    private final WebVisitor owner;

    OtherAccountsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
        this.mallory = WebVisitor.signedIn(server, server.account("mallory"));
    }

    @TestFactory
    @Tag("T43")
    Stream<DynamicTest> mailOfAnotherIsNotThere() throws IOException {
        var account = new MailAccount(an.id(), an.login(), "An");
        var secret = server.bean(FolderStore.class).create(account, null, "Secret");
        var html = Letters.part("Content-Type: text/html", "<img src='cid:x'>");
        server.deliver(an.login(), Letters.multipart("mixed", "hers", html));
        var folder = secret.segment();
        var asHers = "~Other Users." + an.login();
        return Stream.of(
                        "/mail/" + folder,
                        "/mail/inbox/1",
                        "/mail/inbox/1?view=text",
                        "/mail/inbox/1/body",
                        "/mail/inbox/1/print",
                        "/mail/inbox/1/print?all=1",
                        "/mail/inbox/1/source",
                        "/mail/inbox/1/part/1",
                        "/mail/" + asHers.replace(" ", "%20"),
                        "/mail/" + asHers.replace(" ", "%20") + ".INBOX/1",
                        "/mail/events?mailbox=" + folder,
                        "/folders/" + folder,
                        "/compose?reply=inbox:1",
                        "/compose?draft=1",
                        "/search?q=hers&in=" + folder)
                .map(path ->
                        DynamicTest.dynamicTest(
                                path,
                                () -> {
                                    assertThat(mallory.get(path).status()).isEqualTo(404);
                                    assertThat(mallory.last().page().text()).doesNotContain("hers");
                                }));
    }

    private static final List<String> STARTS =
            List.of("/mail/inbox", "/mail/drafts", "/settings", "/contacts", "/mail/scheduled");

    /** Of the frame, not of anything with an owner. */
    private static final Set<String> COMMON =
            Set.of("/sign-out", "/sign-in", "/language", "/theme");

    /** Of a page of one thing of hers. */
    private static final Pattern NUMBERED = Pattern.compile("\\{(?!folder|mailbox|topic)");

    /** Words that only she has written. */
    private static final List<String> HERS =
            List.of("Đà Lạt", "Dự án 2027", "An ở nhà", "Cảm ơn bạn", "Bản nháp", "Điện thoại");

    /** Each page of hers, and each form on them, sent by somebody who has the addresses. */
    @Test
    @Tag("T43")
    void nothingOfHersIsSeenOrChangedByItsAddress() throws IOException {
        var hers = LivedIn.furnish(server, an);
        var pages = PageWalk.from(server, hers, STARTS);
        var before = contents(hers, pages);
        var sent = new HashSet<String>();
        for (var page : pages.entrySet()) {
            var path = page.getValue();
            assertThat(mallory.get(path).page().select("main").text())
                    .as(path)
                    .doesNotContain(HERS);
            if (NUMBERED.matcher(page.getKey()).find()) {
                assertThat(mallory.last().status()).as(path).isEqualTo(404);
            }
            for (var form : hers.get(path).page().select("form[method=post]")) {
                takeOver((FormElement) form, sent);
            }
        }
        assertThat(sent).hasSizeGreaterThan(30);
        assertThat(contents(hers, pages)).isEqualTo(before);
    }

    private void takeOver(FormElement form, Set<String> sent) {
        var action = form.attr("action");
        if (COMMON.contains(action)) return;
        var buttons = new ArrayList<>(form.select("button[name]"));
        buttons.addFirst(new Element("button"));
        for (var button : buttons) {
            var path = button.hasAttr("formaction") ? button.attr("formaction") : action;
            var value = button.attr("value");
            if (!sent.add(path + " " + value.replaceAll("\\d+", ""))) continue;
            var fields = new ArrayList<String>();
            form.formData().stream()
                    .filter(field -> !field.key().equals("_csrf"))
                    .forEach(field -> fields.addAll(List.of(field.key(), field.value())));
            if (button.hasAttr("name")) fields.addAll(List.of(button.attr("name"), value));
            mallory.get("/mail/inbox");
            assertThat(mallory.post(path, fields.toArray(String[]::new)).status())
                    .as("%s %s", path, fields)
                    .isLessThan(500);
        }
    }

    /** What the pages say, without what moves with the clock. */
    private static Map<String, String> contents(WebVisitor visitor, Map<String, String> pages) {
        var contents = new TreeMap<String, String>();
        pages.values()
                .forEach(path ->
                        contents.put(
                                path,
                                visitor.get(path)
                                        .page()
                                        .select("main")
                                        .text()
                                        .replaceAll("\\d", "0")));
        return contents;
    }

    @Test
    @Tag("T43")
    void changesReachTheOwnMailOnly() throws IOException {
        server.deliver(an.login(), "Subject: hers\r\n\r\ntext");
        var account = new MailAccount(an.id(), an.login(), "An");
        var secret = server.bean(FolderStore.class).create(account, null, "Secret").segment();
        mallory.get("/mail/inbox");
        for (var action : List.of("delete", "destroy", "archive", "junk", "read", "move:trash")) {
            mallory.post("/mail/actions", "action", action, "m", "inbox:1", "confirmed", "true");
        }
        for (var form : List.of("/delete", "", "/empty", "/read")) {
            mallory.get("/mail/inbox");
            assertThat(mallory.post("/folders/" + secret + form, "name", "Mine").status())
                    .as(form)
                    .isEqualTo(404);
        }
        var rows = owner.get("/mail/inbox").page();
        assertThat(rows.select(".row.unread .row-subject").text()).isEqualTo("hers");
        assertThat(owner.get("/mail/" + secret).status()).isEqualTo(200);
    }

    @Test
    @Tag("T43")
    void anUploadIsItsOwnersAlone() {
        owner.get("/compose");
        var taken = owner.upload("/compose/files", "file", "hers.txt", "text").page().text();
        var id = taken.replaceFirst(".*\"id\":\"([0-9a-f]{32})\".*", "$1");
        assertThat(id).hasSize(32);
        mallory.get("/compose");
        var page = mallory.post("/compose", "action", "save", "subject", "x", "attachments", id);
        assertThat(page.page().select(".file[data-id]")).isEmpty();
        mallory.post("/compose/files/" + id + "/remove");
        owner.get("/compose");
        var own = owner.post("/compose", "action", "save", "subject", "x", "attachments", id);
        assertThat(own.page().select(".file[data-id]").text()).contains("hers.txt");
    }

    @Test
    @Tag("T43")
    void anAppPasswordIsItsOwnersAlone() {
        owner.get("/settings/security");
        var page = owner.submit("/settings/security", "name", "phone", "password", an.password());
        var secret = page.page().select("#secret").text();
        var id =
                owner.get("/settings/security")
                        .page()
                        .select("form[action$=revoke] input[name=id]")
                        .val();
        assertThat(id).isNotEmpty();
        mallory.get("/mail/inbox");
        mallory.post("/settings/security/revoke", "id", id);
        var from = new Login("imap", InetAddress.getLoopbackAddress(), true);
        assertThat(server.bean(Logins.class).password(from, an.login(), secret))
                .isInstanceOf(LoginResult.Accepted.class);
    }

    /** An unwatched screen is not enough for what outlives it. */
    @Test
    @Tag("T48")
    void whatOpensTheAccountAsksForThePassword() {
        owner.get("/settings/security");
        for (var wrong : List.of("", "wrong", an.login())) {
            var page = owner.submit("/settings/security", "name", "phone", "password", wrong);
            assertThat(page.page().select("#secret")).isEmpty();
            assertThat(page.errorAt("password")).isNotEmpty();
        }
    }
}
