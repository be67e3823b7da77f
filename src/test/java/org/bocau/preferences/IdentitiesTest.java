package org.bocau.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bocau.account.AccountId;
import org.bocau.account.Aliases;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Under which names and addresses an account writes, and the replies it keeps ready. */
@IntegrationTest
class IdentitiesTest {
    private final TestServer server;
    private final Identities identities;
    private final TestAccount an;
    private final EmailAddress alias;

    IdentitiesTest(TestServer server) {
        this.server = server;
        this.identities = server.bean(Identities.class);
        this.an = server.account("an");
        this.alias = new EmailAddress("ban-hang", an.address().domain());
        server.bean(Aliases.class).create(alias, List.of(an.address()));
    }

    private AccountId owner() {
        return an.id();
    }

    private long save(long id, String name, Object address, String text, String html) {
        return identities.save(
                owner(), id, new Identities.Draft(name, address.toString(), "", text, html));
    }

    @Test
    void theAccountsOwnAddressIsThereFromTheBeginning() {
        var only = identities.preferred(owner());

        assertThat(only.id()).isZero();
        assertThat(only.address()).isEqualTo(an.login());
        assertThat(identities.of(owner())).containsExactly(only);
        assertThat(identities.addresses(owner())).containsExactly(an.login(), alias.toString());
    }

    @Test
    void anAliasMayBeUsedAndPreferredAndAnswersWhatWasSentToIt() {
        var sales = save(0, "Bán hàng", alias, "Phòng bán hàng", "");

        assertThat(identities.preferred(owner()).address()).isEqualTo(an.login());
        assertThat(identities.answering(owner(), List.of("x@example.org", alias.toString())).id())
                .isEqualTo(sales);
        assertThat(identities.answering(owner(), List.of("x@example.org")).id()).isZero();

        identities.prefer(owner(), sales);
        assertThat(identities.preferred(owner()).signatureText()).isEqualTo("Phòng bán hàng");
        identities.prefer(owner(), 0);
        assertThat(identities.preferred(owner()).address()).isEqualTo(an.login());

        identities.remove(owner(), sales);
        assertThat(identities.of(owner())).hasSize(1);
    }

    @Test
    void nobodyWritesAsSomebodyElse() {
        var binh = server.account("binh");
        for (var address : List.of(binh.login(), "an@elsewhere.example", "not an address", "")) {
            assertThatThrownBy(() -> save(0, "An", address, "", ""))
                    .isInstanceOfSatisfying(
                            FieldRefusal.class,
                            refusal -> assertThat(refusal.field()).isEqualTo("address"));
        }
        assertThatThrownBy(() ->
                        identities.save(
                                owner(),
                                0,
                                new Identities.Draft("An", an.login(), "nowhere", "", "")))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("replyTo"));
    }

    @Test
    void whatIsAnothersCannotBeTouched() {
        var mine = save(0, "An", alias, "", "");
        var binh = server.account("binh").id();

        assertThat(identities.find(binh, mine)).isEmpty();
        var draft = new Identities.Draft("B", "binh@" + an.address().domain(), "", "", "");
        assertThatThrownBy(() -> identities.save(binh, mine, draft))
                .isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> identities.prefer(binh, mine))
                .isInstanceOf(NoSuchElementException.class);
        identities.remove(binh, mine);
        assertThat(identities.find(owner(), mine)).isPresent();
    }

    @Test
    void signaturesAreCleanedAndStayAsTheyAreWhenSavedAgain() {
        var id =
                save(
                        0,
                        "An",
                        alias,
                        "",
                        "<p style='color:red;position:fixed'>An <b>Nguyễn</b></p>"
                                + "<script>x</script><img src=x onerror=y alt='logo'>");

        var once = identities.find(owner(), id).orElseThrow();
        assertThat(once.signatureHtml())
                .startsWith("<p")
                .contains("<b>Nguyễn</b>")
                .doesNotContain("script", "onerror", "fixed");
        assertThat(once.signatureText()).contains("An Nguyễn");
        save(id, once.name(), alias, once.signatureText(), once.signatureHtml());
        assertThat(identities.find(owner(), id)).contains(once);
    }

    @Test
    void anAddressThatWasTakenAwayIsNoLongerUsable() {
        var id = save(0, "An", alias, "", "");
        var aliases = server.bean(Aliases.class);
        assertThat(identities.usable(owner(), identities.find(owner(), id).orElseThrow())).isTrue();
        aliases.delete(aliases.find(alias).orElseThrow().id());
        assertThat(identities.usable(owner(), identities.find(owner(), id).orElseThrow()))
                .isFalse();
    }

    @Test
    void repliesAreKeptAndFilledIn() {
        var templates = server.bean(ReplyTemplates.class);
        var id =
                templates.save(owner(), 0, "Cảm ơn", "Chào {{first-name}},\r\n{{ date }} $1 {{x}}");

        var kept = templates.find(owner(), id).orElseThrow();
        assertThat(kept.filled(Map.of("first-name", "Bình", "date", "hôm nay")))
                .isEqualTo("Chào Bình,\nhôm nay $1 {{x}}");
        assertThat(templates.of(server.account("binh").id())).isEmpty();
        assertThatThrownBy(() -> templates.save(owner(), 0, " ", "text"))
                .isInstanceOf(FieldRefusal.class);
        assertThatThrownBy(() -> templates.save(owner(), id + 1, "name", "text"))
                .isInstanceOf(NoSuchElementException.class);
        templates.remove(owner(), id);
        assertThat(templates.of(owner())).isEmpty();
    }
}
