package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingLists;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Leaving a mailing list by its link, as people and as mail programs do. */
@IntegrationTest
class UnsubscribeTest {
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private final TestServer server;
    private final Subscriptions subscriptions;
    private final MailingListId list;
    private final String link;

    UnsubscribeTest(TestServer server) {
        this.server = server;
        this.subscriptions = server.bean(Subscriptions.class);
        server.list("staff", List.of("ada@example.net", "bob@example.net"));
        var staff = EmailAddress.parse("staff@" + server.domain());
        this.list = server.bean(MailingLists.class).find(staff).orElseThrow().id();
        this.link =
                "/lists/unsubscribe/"
                        + subscriptions.linkToken(subscriptions.active(list).getFirst());
    }

    @Test
    void thePageHasAButtonAndLookingAtItChangesNothing() {
        var visitor = WebVisitor.of(server);
        var page = visitor.get(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.page().text()).contains("ada@example.net", "Leave the list");
        assertThat(visitor.send("HEAD", link, "").status()).isEqualTo(200);
        assertThat(subscriptions.active(list)).hasSize(2);

        var left = visitor.submit(link);
        assertThat(left.page().text()).contains("You are not on the list");
        assertThat(subscriptions.active(list))
                .singleElement()
                .matches(member -> member.address().toString().equals("bob@example.net"));
        assertThat(visitor.get(link).page().text()).contains("You are not on the list");
    }

    @Test
    void itSpeaksVietnamese() {
        var visitor = WebVisitor.of(server).with("Accept-Language", "vi");
        assertThat(visitor.get(link).page().text()).contains("Rời danh sách thư");
    }

    @Test
    void aMailProgramPostsWithoutCookiesAndMayRepeatIt() {
        var program = WebVisitor.of(server);
        var answer = program.send("POST", link, ONE_CLICK);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
        assertThat(answer.page().select("form")).isEmpty(); // none could be sent without a session
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(subscriptions.active(list)).hasSize(1);
        assertThat(program.send("POST", link, ONE_CLICK).status()).isEqualTo(200);
        assertThat(subscriptions.active(list)).hasSize(1);
    }

    /** A mail program that is a page of another site posts from there; the link is the proof. */
    @Test
    void theRequestMayComeFromAnotherSite() {
        var program = WebVisitor.of(server).with("Sec-Fetch-Site", "cross-site");
        assertThat(program.send("POST", link, ONE_CLICK).status()).isEqualTo(200);
        assertThat(subscriptions.active(list)).hasSize(1);
    }

    /** RFC 8058 §3.2: the other of the two forms. */
    @Test
    void theRequestMayBeMultipart() throws Exception {
        var form =
                "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        var request =
                HttpRequest.newBuilder(server.web().resolve(link))
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        assertThat(subscriptions.active(list)).hasSize(1);
    }

    @Test
    void onlyWhatTheStandardSaysCounts() {
        var program = WebVisitor.of(server);
        assertThat(program.send("POST", link, "").status()).isEqualTo(400);
        assertThat(program.send("POST", link, "List-Unsubscribe=no").status()).isEqualTo(400);
        for (var forged :
                List.of(
                        link.substring(0, link.length() - 1) + (link.endsWith("a") ? "b" : "a"),
                        "/lists/unsubscribe/x",
                        "/lists/unsubscribe/1-2-aaaaaaaaaaaaaaaa",
                        "/lists/unsubscribe/--",
                        "/lists/unsubscribe/" + "z".repeat(300))) {
            assertThat(program.get(forged).status()).as(forged).isEqualTo(404);
            assertThat(program.send("POST", forged, ONE_CLICK).status()).isEqualTo(404);
        }
        assertThat(subscriptions.active(list)).hasSize(2);
    }
}
