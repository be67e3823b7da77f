package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DkimKeyRow.State;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.account.InboundRule;
import org.bocau.delivery.DomainKeys;
import org.bocau.net.HostName;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;

/** The page of one domain, without scripts. */
@IntegrationTest
class DomainPageTest {
    private final TestServer server;
    private final WebVisitor console;

    DomainPageTest(TestServer server) {
        this.server = server;
        this.console = WebVisitor.signedIn(server, server.administrator("an"));
    }

    private DomainRow added(String name) {
        console.get("/admin/domains/new");
        console.submit("/admin/domains", "name", name + "." + server.domain());
        return server.bean(Domains.class).find(name + "." + server.domain()).orElseThrow();
    }

    private static String path(DomainRow domain) {
        return "/admin/domains/" + domain.id().value();
    }

    private DkimKeyRow newest(DomainRow domain) {
        return server.bean(DkimKeyRing.class).of(domain.id()).getFirst();
    }

    @Test
    void keepsTheRuleForMailThatIsDisowned() {
        var domain = added("rule");

        console.get(path(domain));
        assertThat(console.submit(path(domain) + "/rule", "rule", "JUNK").notice())
                .contains("saved");

        assertThat(server.bean(Domains.class).inboundRule(domain.id())).isEqualTo(InboundRule.JUNK);
        assertThat(console.get(path(domain)).page().select("option[selected]").attr("value"))
                .isEqualTo("JUNK");
        assertThat(console.get("/admin/audit").page().text()).contains("FOLLOW → JUNK");
    }

    @Test
    void aNewDomainHasAKeyOfEachKindToPublish() {
        var domain = added("fresh");

        var page = console.get(path(domain)).page();

        assertThat(page.select("article")).hasSize(6);
        assertThat(page.select("article").text())
                .contains("v=DKIM1; k=rsa; p=MII", "v=DKIM1; k=ed25519; p=");
        assertThat(page.select(".banner").text()).contains("leaves unsigned");
    }

    /** Beside each record stands what DNS says. */
    @Test
    void showsWhatTheDnsShouldSayAndSays() {
        var domain = added("dns");
        var name = domain.name();
        var host = server.bean(HostName.class).value();
        var zone = server.bean(Zone.class);
        var no = "Not in DNS";
        assertThat(states(domain)).containsExactly(no, no, no, no);

        zone.mx(name, 5, "mx.elsewhere.example").txt(name, "v=spf1 -all").fails("_dmarc." + name);
        zone.address(host, "192.0.2.25");
        assertThat(states(domain))
                .containsExactly(
                        "DNS says something else",
                        "DNS says something else",
                        "DNS does not answer",
                        "In DNS",
                        no);
        assertThat(console.last().page().text()).contains("5 mx.elsewhere.example");
        assertThat(console.get("/admin/domains?q=" + name).page().select(".badge").text())
                .isEqualTo("Unsigned");

        zone.remove(name)
                .mx(name, 10, host)
                .txt(name, "v=spf1 ip4:192.0.2.25")
                .answers("_dmarc." + name);
        zone.txt("_dmarc." + name, "v=DMARC1; p=reject");
        zone.ptr("192.0.2.25", host);
        assertThat(states(domain)).hasSize(5).containsOnly("In DNS");
        zone.remove(host);
    }

    private List<String> states(DomainRow domain) {
        return console.get(path(domain))
                .page()
                .select("[aria-labelledby=records] .badge")
                .eachText();
    }

    /** Published before it is used; the old one is kept. RFC 6376 §3.1. */
    @Test
    void aKeySignsOnceTheDnsHasIt() {
        var domain = added("rotating");
        var first = newest(domain);

        console.get(path(domain));
        assertThat(console.post(key(domain, first) + "/sign").notice())
                .contains("does not sign yet");
        publish(domain, first);
        console.get(path(domain));
        assertThat(console.submit(key(domain, first) + "/sign").notice())
                .contains("signs from now on");
        console.submit(path(domain) + "/keys");
        var second = newest(domain);
        publish(domain, second);
        assertThat(console.get(path(domain)).page().select(".banner:not([hidden])")).isEmpty();
        console.submit(key(domain, second) + "/sign");

        assertThat(server.bean(DkimKeyRing.class).of(domain.id()))
                .filteredOn(key -> key.algorithm().equals(first.algorithm()))
                .extracting(DkimKeyRow::state)
                .containsExactly(State.SIGNING, State.RETIRED);
        assertThat(second.selector()).isNotEqualTo(first.selector());
        assertThat(console.submit(key(domain, second) + "/remove").notice())
                .contains("signs no more");
        assertThat(console.submit(key(domain, first) + "/remove").notice())
                .contains("has been removed");
    }

    @Test
    void keysOfOtherDomainsAreNotThere() {
        var one = added("one");
        var other = added("other");

        var theirs = newest(other);

        assertThat(console.get(path(one)).page().text()).doesNotContain(other.name());
        assertThatThrownBy(() -> server.bean(DkimKeyRing.class).remove(one.id(), theirs.id()))
                .isInstanceOf(NoSuchElementException.class);
    }

    private static String key(DomainRow domain, DkimKeyRow key) {
        return path(domain) + "/keys/" + key.id();
    }

    /** As a registrar's panel would: with blanks. */
    private void publish(DomainRow domain, DkimKeyRow key) {
        server.bean(Zone.class)
                .txt(
                        DomainKeys.name(domain.name(), key.selector()),
                        key.record().replace("p=", "p= ") + " ;");
    }
}
