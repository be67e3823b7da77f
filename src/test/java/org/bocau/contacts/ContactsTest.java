package org.bocau.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Whom the book suggests, and how it learns it. */
@IntegrationTest
class ContactsTest {
    private final TestServer server;
    private final TestAccount an;
    private final Contacts contacts;

    ContactsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.contacts = server.bean(Contacts.class);
    }

    private void wrote(String name, String address) {
        contacts.used(an.id(), List.of(new Recipient(name, address)));
    }

    private List<String> suggested(String typed) {
        return contacts.complete(an.id(), typed).stream().map(Suggestion::address).toList();
    }

    @Test
    void findsWithoutDiacriticsByTheBeginningOfEachWord() {
        wrote("Nguyễn Thị Hồng Đào", "dao.nt@hanoi.example");
        assertThat(suggested("nguyen")).containsExactly("dao.nt@hanoi.example");
        assertThat(suggested("hong dao")).containsExactly("dao.nt@hanoi.example");
        assertThat(suggested("ĐÀO")).containsExactly("dao.nt@hanoi.example");
        assertThat(suggested("dao.nt@ha")).containsExactly("dao.nt@hanoi.example");
        assertThat(suggested("hanoi")).containsExactly("dao.nt@hanoi.example");
        assertThat(suggested("guyen")).isEmpty();
        assertThat(suggested("nguyen long")).isEmpty();
    }

    @Test
    void whoIsWrittenToMoreComesFirst() {
        wrote("Mai Anh", "mai@one.example");
        wrote("Mai Lan", "lan@one.example");
        wrote("Mai Lan", "Lan@One.Example");
        assertThat(suggested("mai")).containsExactly("lan@one.example", "mai@one.example");
        assertThat(suggested("")).containsExactly("lan@one.example", "mai@one.example");
        wrote("", "mai@one.example");
        wrote("", "mai@one.example");
        assertThat(suggested("mai").getFirst()).isEqualTo("mai@one.example");
        assertThat(contacts.complete(an.id(), "mai").getFirst().name()).isEqualTo("Mai Anh");
    }

    @Test
    void aNameIsLearnedLater() {
        wrote("", "b@one.example");
        assertThat(suggested("bao")).isEmpty();
        wrote("Lê Bảo", "b@one.example");
        assertThat(suggested("bao")).containsExactly("b@one.example");
    }

    @Test
    void whatIsNoAddressIsPassedOver() {
        contacts.used(
                an.id(),
                List.of(
                        new Recipient("x", "no address"),
                        new Recipient("y", ""),
                        new Recipient("A\r\nBcc: \u202Ex", "ok@one.example")));
        assertThat(contacts.complete(an.id(), "ok"))
                .containsExactly(new Suggestion("ABcc: x", "ok@one.example", 0));
        assertThat(contacts.knows(an.id(), "OK@one.example")).isTrue();
        assertThat(contacts.knows(an.id(), "no address")).isFalse();
    }

    @Test
    void suggestsEightAndCollectsAHundred() {
        contacts.used(
                an.id(),
                IntStream.range(0, 150)
                        .mapToObj(n -> new Recipient("Person " + n, "p" + n + "@one.example"))
                        .toList());
        assertThat(suggested("person")).hasSize(8);
        assertThat(contacts.knows(an.id(), "p99@one.example")).isTrue();
        assertThat(contacts.knows(an.id(), "p100@one.example")).isFalse();
    }

    @Test
    void eachAccountHasItsOwn() {
        wrote("Mai", "mai@one.example");
        assertThat(contacts.complete(server.account("binh").id(), "mai")).isEmpty();
    }

    @Test
    void answersTheBrowserInJson() throws Exception {
        wrote("Trần \"Bé\" Tý", "ty@one.example");
        var visitor = WebVisitor.signedIn(server, an).with("Accept", "application/json");
        var answer = visitor.send("GET", "/contacts/complete?q=tran", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.page().text())
                .isEqualTo(
                        "[{\"name\":\"Trần \\\"Bé\\\" Tý\",\"address\":\"ty@one.example\",\"members\":0}]");
        assertThat(WebVisitor.of(server).send("GET", "/contacts/complete?q=tran", "").status())
                .isNotEqualTo(200);
    }
}
