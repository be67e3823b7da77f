package org.bocau.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** The pages of the address book without a script, good and bad input. */
@IntegrationTest
class ContactPagesTest {
    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor visitor;

    ContactPagesTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.visitor = WebVisitor.signedIn(server, an);
    }

    private long add(String name, String addresses) {
        visitor.get("/contacts/new");
        var page = visitor.submit("/contacts", "name", name, "addresses", addresses);
        assertThat(page.at().getPath()).startsWith("/contacts/");
        return Long.parseLong(page.at().getPath().substring("/contacts/".length()));
    }

    @Test
    void addsFindsEditsAndDeletes() {
        long id = add("Phạm Thị Lan", "lan@one.example\nlan.pham@two.example");
        assertThat(visitor.get("/contacts?q=pham+lan").page().select(".person-name").text())
                .isEqualTo("Phạm Thị Lan");
        assertThat(visitor.get("/contacts?q=hung").page().select(".person")).isEmpty();
        visitor.get("/contacts/" + id);
        var saved =
                visitor.submit(
                        "/contacts/" + id, "phones", "0901 234 567", "birthday", "1990-05-17");
        assertThat(saved.notice()).contains("Phạm Thị Lan is saved");
        assertThat(visitor.get("/contacts").page().select(".person-phone").text())
                .isEqualTo("0901 234 567");
        visitor.get("/contacts/" + id + "/delete");
        visitor.submit("/contacts/chosen", "action", "destroy");
        assertThat(visitor.get("/contacts/" + id).status()).isEqualTo(404);
    }

    @Test
    void saysAtTheFieldWhatIsWrong() {
        visitor.get("/contacts/new");
        var wrong =
                visitor.submit(
                        "/contacts", "name", "", "addresses", "không phải", "birthday", "mai");
        assertThat(wrong.errorAt("addresses")).contains("không phải");
        assertThat(wrong.errorAt("birthday")).isNotEmpty();
        assertThat(wrong.page().select("#addresses").text()).isEqualTo("không phải");
        assertThat(visitor.submit("/contacts", "addresses", "", "birthday", "").errorAt("name"))
                .isNotEmpty();
    }

    @Test
    void twoEditsAtOnceAreToldApart() {
        long id = add("Hoàng", "h@one.example");
        visitor.get("/contacts/" + id);
        server.bean(AddressBook.class)
                .edit(an.id(), id, null, List.of(), card -> card.setNote("elsewhere"));
        assertThat(visitor.submit("/contacts/" + id, "note", "here").notice()).isNotEmpty();
        assertThat(visitor.get("/contacts/" + id).page().select("#note").text())
                .isEqualTo("elsewhere");
    }

    @Test
    void groupsHoldPeopleAndAreSuggested() {
        long lan = add("Lan", "lan@one.example");
        long mai = add("Mai", "mai@one.example");
        visitor.get("/contacts/groups/new");
        visitor.submit("/contacts/groups", "name", "Gia đình");
        var groups = server.bean(ContactGroups.class).all(an.id());
        var group = Long.toString(groups.getFirst().id());
        visitor.get("/contacts");
        visitor.post("/contacts/chosen", "action", "group", "to", group, "id", lan + "," + mai);
        assertThat(visitor.get("/contacts?group=" + group).page().select(".person")).hasSize(2);
        var suggested = server.bean(Contacts.class).complete(an.id(), "gia");
        assertThat(suggested)
                .containsExactly(
                        new Suggestion(
                                "Gia đình",
                                "\"Lan\" <lan@one.example>, \"Mai\" <mai@one.example>",
                                2));
        visitor.get("/contacts/groups/" + group);
        visitor.submit("/contacts/groups/" + group + "/delete");
        assertThat(visitor.get("/contacts?group=" + group).status()).isEqualTo(404);
        assertThat(visitor.get("/contacts").page().select(".person")).hasSize(2);
    }

    @Test
    void mergesTheChosen() {
        long one = add("Đỗ Minh", "minh@one.example");
        long two = add("Đỗ Minh", "minh@two.example");
        server.bean(Contacts.class).used(an.id(), List.of(new Recipient("", "minh@two.example")));
        visitor.get("/contacts");
        visitor.post("/contacts/chosen", "action", "merge", "id", one + "," + two);
        assertThat(visitor.last().page().select("#addresses").text())
                .contains("minh@one.example", "minh@two.example");
        assertThat(visitor.get("/contacts").page().select(".person")).hasSize(1);
        assertThat(server.bean(Contacts.class).complete(an.id(), "").getFirst().address())
                .isEqualTo("minh@two.example");
    }

    @Test
    void whatIsSomebodyElsesIsNotThere() {
        long id = add("Bí mật", "s@one.example");
        var other = WebVisitor.signedIn(server, server.account("binh"));
        assertThat(other.get("/contacts/" + id).status()).isEqualTo(404);
        assertThat(other.get("/contacts/" + id + "/delete").status()).isEqualTo(404);
        other.get("/contacts/new");
        other.post("/contacts/chosen", "action", "destroy", "id", Long.toString(id));
        assertThat(other.post("/contacts/" + id, "name", "x").status()).isEqualTo(404);
        assertThat(visitor.get("/contacts/" + id).status()).isEqualTo(200);
        assertThat(other.get("/contacts/export").page().text()).doesNotContain("s@one.example");
    }

    @Test
    void goesOutInThreeForms() {
        add("Vũ Thảo", "thao@one.example");
        var four = visitor.get("/contacts/export?format=vcard4");
        assertThat(four.header("content-disposition")).contains("attachment");
        assertThat(four.page().wholeText()).contains("VERSION:4.0", "FN:Vũ Thảo");
        assertThat(visitor.get("/contacts/export?format=vcard3").page().wholeText())
                .contains("VERSION:3.0");
        assertThat(visitor.get("/contacts/export?format=csv").page().wholeText())
                .contains("\"Vũ Thảo\"");
        assertThat(visitor.get("/contacts/export?format=exe").status()).isEqualTo(400);
    }
}
