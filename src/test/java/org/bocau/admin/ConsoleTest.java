package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Every page of the console is there, in both languages, and works without a script. */
@IntegrationTest
class ConsoleTest {
    private static final List<String> PAGES =
            List.of(
                    "",
                    "/accounts",
                    "/accounts/new",
                    "/domains",
                    "/domains/new",
                    "/aliases",
                    "/aliases/new",
                    "/lists",
                    "/lists/new",
                    "/queue",
                    "/sessions",
                    "/sign-ins",
                    "/audit");

    @Test
    void everyPageIsThereInBothLanguages(TestServer server) {
        var visitor = WebVisitor.signedIn(server, server.administrator("an"));
        for (var language : List.of("en", "vi")) {
            visitor.get("/admin");
            visitor.submit("/language", "language", language);
            for (var path : PAGES) {
                var page = visitor.get("/admin" + path);
                assertThat(page.status()).as(path).isEqualTo(200);
                assertThat(page.page().select("html").attr("lang")).as(path).isEqualTo(language);
                assertThat(page.page().select("h1")).as(path).hasSize(1);
                assertThat(page.page().select(".sidebar [aria-current=page]")).as(path).hasSize(1);
                assertThat(page.page().text())
                        .as("no message is missing: " + path)
                        .doesNotContain("??");
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFound(TestServer server) {
        var visitor = WebVisitor.signedIn(server, server.administrator("an"));
        for (var path :
                List.of(
                        "/nothing",
                        "/accounts/999999999",
                        "/accounts/-1",
                        "/accounts/x",
                        "/accounts/99999999999999999999",
                        "/accounts/999999999/delete",
                        "/accounts/999999999/password",
                        "/domains/999999999/delete",
                        "/aliases/999999999",
                        "/lists/999999999",
                        "/queue/999999999")) {
            var page = visitor.get("/admin" + path);
            assertThat(page.status()).as(path).isEqualTo(404);
            assertThat(page.page().text()).contains("There is nothing here");
        }
    }
}
