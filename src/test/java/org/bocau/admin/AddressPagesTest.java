package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Domains, aliases and mailing lists in the console, without scripts. */
@IntegrationTest
class AddressPagesTest {
    private final TestServer server;
    private final String domain;
    private final WebVisitor console;

    AddressPagesTest(TestServer server) {
        this.server = server;
        this.console = WebVisitor.signedIn(server, server.administrator("an"));
        this.domain = server.domain();
    }

    private Destination find(String localPart) {
        return server.bean(Directory.class).find(EmailAddress.parse(localPart + "@" + domain));
    }

    @Test
    void domainsComeAndGoButNotWhileInUse() {
        console.get("/admin/domains/new");
        assertThat(console.submit("/admin/domains", "name", "exa mple").errorAt("name"))
                .contains("“exa mple” is not a domain name");
        assertThat(console.submit("/admin/domains", "name", "").errorAt("name"))
                .contains("fill this in");
        assertThat(console.submit("/admin/domains", "name", domain).errorAt("name"))
                .contains("is here already");
        var name = "bồ-câu." + domain;
        assertThat(console.submit("/admin/domains", "name", name).notice())
                .contains("xn--", "has been added");

        var delete =
                console.get("/admin/domains?q=xn--").page().select("a[href$=/delete]").attr("href");
        console.get(delete);
        assertThat(console.submit(delete).notice()).contains("has been deleted");
        assertThat(console.get(delete).status()).isEqualTo(404);

        var used =
                console.get("/admin/domains?q=" + domain)
                        .page()
                        .select("a[href$=/delete]")
                        .attr("href");
        var page = console.get(used);
        assertThat(page.page().text()).contains("still in use", "1 account");
        assertThat(page.page().select("main button[disabled]")).hasSize(1);
        assertThat(console.submit(used).page().text())
                .contains("still in use"); // the button forced
    }

    @Test
    void aliasLeadsToSeveralAddresses() {
        server.account("binh");
        console.get("/admin/aliases/new");
        var bad =
                console.submit(
                        "/admin/aliases",
                        "address",
                        "info@" + domain,
                        "targets",
                        "binh@" + domain + "\nnot an address\n");
        assertThat(bad.errorAt("targets")).contains("“not an address” is not");
        assertThat(bad.page().select("#targets").val()).contains("not an address");
        assertThat(
                        console.submit("/admin/aliases", "targets", "nobody@" + domain)
                                .errorAt("targets"))
                .contains("nobody@" + domain + " is not an address of this server");
        assertThat(console.submit("/admin/aliases", "targets", " \n , ").errorAt("targets"))
                .isNotEmpty();
        assertThat(
                        console.submit(
                                        "/admin/aliases",
                                        "targets",
                                        "binh@" + domain + ", ada@example.net;an@" + domain)
                                .notice())
                .contains("has been added");
        assertThat(find("info"))
                .isInstanceOfSatisfying(
                        Destination.Alias.class, alias -> assertThat(alias.targets()).hasSize(3));

        var edit =
                console.get("/admin/aliases?q=info@" + domain)
                        .page()
                        .select("tbody th a")
                        .attr("href");
        console.get(edit);
        assertThat(console.submit(edit, "targets", "info@" + domain).errorAt("targets"))
                .contains("leads back");
        assertThat(console.submit(edit, "targets", "binh@" + domain).notice())
                .contains("has been saved");
        console.get(edit + "/delete");
        assertThat(console.submit(edit + "/delete").notice()).contains("has been deleted");
        assertThat(find("info")).isInstanceOf(Destination.Unknown.class);
    }

    @Test
    void listHasMembersOneALine() {
        server.account("binh");
        console.get("/admin/lists/new");
        var bad =
                console.submit(
                        "/admin/lists",
                        "address",
                        "an@" + domain,
                        "name",
                        "Nhân viên",
                        "members",
                        "binh@" + domain);
        assertThat(bad.errorAt("address")).contains("in use already");
        assertThat(bad.page().select("#name").val()).isEqualTo("Nhân viên");
        assertThat(
                        console.submit(
                                        "/admin/lists",
                                        "address",
                                        "staff@" + domain,
                                        "members",
                                        "binh@" + domain + "\nan@" + domain)
                                .notice())
                .contains("has been added");
        assertThat(find("staff"))
                .isInstanceOfSatisfying(
                        Destination.MailingList.class,
                        list ->
                                assertThat(server.bean(Directory.class).members(list.id()))
                                        .hasSize(2));

        var edit =
                console.get("/admin/lists?q=staff@" + domain)
                        .page()
                        .select("tbody th a")
                        .attr("href");
        console.get(edit);
        assertThat(console.submit(edit, "members", "staff@" + domain).errorAt("members"))
                .contains("member of itself");
        var stale = WebVisitor.signedIn(server, server.administrator("an"));
        stale.get(edit);
        assertThat(console.submit(edit, "members", "ada@example.net").notice())
                .contains("has been saved");
        var late = stale.submit(edit, "members", "an@" + domain);
        assertThat(late.notice()).contains("Somebody else has changed this");
        assertThat(late.page().select("#members").val()).isEqualTo("an@" + domain);
        console.get(edit + "/delete");
        assertThat(console.submit(edit + "/delete").notice()).contains("has been deleted");

        var trail = console.get("/admin/audit?q=staff@" + domain).page();
        assertThat(trail.select("tbody tr")).hasSize(3);
        assertThat(trail.text())
                .contains("list.create", "list.edit", "list.delete", "members removed");
    }

    @Test
    void aListShowsWhoseMailComesBackAndSendsItAgain() {
        var staff = EmailAddress.parse(server.list("staff", List.of("an", "ada@example.net")));
        var id = server.bean(MailingLists.class).find(staff).orElseThrow().id();
        var subscriptions = server.bean(Subscriptions.class);
        var path = "/admin/lists/" + id.value();
        assertThat(console.get(path).page().text()).contains("No mail to a member has come back");

        var ada = subscriptions.find(id, EmailAddress.parse("ada@example.net")).orElseThrow();
        subscriptions.bounced(ada, "5.1.1", Instant.parse("2026-03-02T00:00:00Z"), 1);
        var page = console.get(path).page();
        assertThat(page.select("#list-troubled ~ table").text())
                .contains("ada@example.net", "Suspended", "1 in 1 week", "5.1.1");
        assertThat(page.text()).contains("staff-owner@" + domain, "staff-request@" + domain);
        var reset = path + "/members/" + ada.number() + "/reset";
        assertThat(console.submit(reset).notice()).contains("ada@example.net gets");
        assertThat(subscriptions.active(id)).hasSize(2);

        assertThat(
                        console.submit(
                                        path,
                                        "posting",
                                        "OWNERS",
                                        "owners",
                                        "an@" + domain + "\nboss@example.net")
                                .notice())
                .contains("has been saved");
        assertThat(find("staff"))
                .isInstanceOfSatisfying(
                        Destination.MailingList.class,
                        list -> {
                            assertThat(list.posting()).isEqualTo(Posting.OWNERS);
                            assertThat(list.owners()).hasSize(2);
                        });
        console.get(path);
        assertThat(console.submit(path, "owners", "nobody@" + domain).errorAt("owners"))
                .contains("is not an address of this server");
        assertThat(console.submit(path, "posting", "x", "owners", "").errorAt("posting"))
                .contains("choose who may send");
        assertThat(console.get("/admin/audit?q=" + staff).page().text())
                .contains("list.reset", "posting", "owners");
    }
}
