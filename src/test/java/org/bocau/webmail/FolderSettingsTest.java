package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Folders moved, shown, shared, and the room they take, without scripts. RFC 4314, RFC 9208. */
@IntegrationTest
class FolderSettingsTest {
    private static final String ALL = "/settings/folders";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final WebVisitor owner;

    FolderSettingsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
        this.owner = WebVisitor.signedIn(server, an);
        for (var name : new String[] {"Khách hàng", "2026"}) {
            owner.get("/folders/new");
            owner.submit("/folders/new", "name", name);
        }
    }

    private String path(String name) {
        return ALL + "/" + org.bocau.mailclient.MailboxPath.of(name, null);
    }

    @Test
    void aFolderIsMovedIntoAnotherAndStaysShown() {
        owner.get(path("2026"));
        var moved =
                owner.submit(
                        path("2026") + "/move",
                        "parent",
                        path("Khách hàng").substring(ALL.length() + 1));
        assertThat(moved.notice()).contains("has been moved");
        assertThat(moved.page().select(".settings-list strong").eachText())
                .contains("Khách hàng/2026");
        assertThat(moved.page().text()).doesNotContain("Not in other programs");

        owner.get(path("Khách hàng"));
        assertThat(owner.last().page().select("#parent option"))
                .as("nothing of its own")
                .hasSize(1);
        owner.post(path("Khách hàng") + "/move", "parent", "~Kh");
        assertThat(owner.last().status()).isEqualTo(404);
    }

    @Test
    void otherProgramsAreToldWhatToShow() {
        owner.get(path("2026"));
        var hidden = owner.post(path("2026") + "/shown");
        assertThat(hidden.page().text()).contains("Not in other programs");
        owner.get(path("2026"));
        var shown = owner.submit(path("2026") + "/shown", "shown", "true");
        assertThat(shown.page().text()).doesNotContain("Not in other programs");
    }

    @Test
    void aFolderIsSharedSeenByTheOtherAndShutAgain() throws IOException {
        server.deliver(an.login(), "From: x@example.org\r\nSubject: Báo giá\r\n\r\ntext\r\n");
        var inbox = ALL + "/inbox";
        owner.get(inbox);
        var granted = owner.submit(inbox + "/share", "who", binh.login(), "level", "read");
        assertThat(granted.notice()).contains(binh.login());
        assertThat(granted.page().select("main .settings-list").text())
                .contains(binh.login(), "Read");

        var other = WebVisitor.signedIn(server, binh);
        assertThat(other.get("/mail/inbox").page().select("#folder-list").text())
                .contains("Shared with me", an.login());
        assertThat(
                        other.get(
                                        ALL
                                                + "/~shared~2F"
                                                + an.login().replace("@", "~40").replace(".", "~2E")
                                                + "~2FINBOX")
                                .status())
                .isEqualTo(404);

        owner.get(inbox);
        var changed = owner.submit(inbox + "/share", "who", binh.login(), "level", "manage");
        assertThat(changed.page().select("main .settings-list li")).hasSize(1);
        assertThat(changed.page().select("main .settings-list").text()).contains("Manage");
        var shut = owner.submit(inbox + "/unshare");
        assertThat(shut.page().text()).contains("Only you see this folder");
        assertThat(other.get("/mail/inbox").page().select("#folder-list").text())
                .doesNotContain(an.login());
    }

    @Test
    void whoCannotBeSharedWithIsSaidAtTheField() {
        for (var who :
                new String[] {"nobody@example.org", "-" + binh.login(), "a b@c", an.login()}) {
            owner.get(path("2026"));
            var refused = owner.submit(path("2026") + "/share", "who", who, "level", "read");
            assertThat(refused.errorAt("who")).as(who).contains("Nobody else here");
        }
        owner.get(path("2026"));
        assertThat(owner.submit(path("2026") + "/share", "who", "", "level", "read").errorAt("who"))
                .isNotEmpty();
        owner.get(path("2026"));
        var odd = owner.submit(path("2026") + "/share", "who", binh.login(), "level", "own");
        assertThat(odd.errorAt("level")).isNotEmpty();
    }

    @Test
    void theBarSaysHowMuchRoomIsLeft() {
        assertThat(owner.get(ALL).page().select("progress.quota")).isEmpty();
        var accounts = server.bean(Accounts.class);
        var row = accounts.find(an.id()).orElseThrow();
        accounts.edit(
                an.id(), row.version(), new AccountEdit(row.name(), true, false, 5L << 30, null));
        var page = WebVisitor.signedIn(server, an).get(ALL).page();
        assertThat(page.select("progress.quota")).hasSize(1);
        assertThat(page.text()).contains("of 5.0 GB used");
    }
}
