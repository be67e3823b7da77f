package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** A notice is for the next page, whatever scripts fetch before it. */
@IntegrationTest
class PageNoticesTest {
    private final WebVisitor an;

    PageNoticesTest(TestServer server) {
        an = WebVisitor.signedIn(server, server.account("an"));
    }

    private void hasSent() {
        var answer = an.send("GET", "/compose/sent?back=/mail/inbox", "");
        assertThat(answer.header("location")).endsWith("/mail/inbox");
    }

    @Test
    void aNoticeIsShownOnce() {
        hasSent();
        assertThat(an.get("/mail/inbox").page().select("[data-sent]")).hasSize(1);
        assertThat(an.get("/mail/inbox").page().select("[data-sent]")).isEmpty();
    }

    /**
     * The list came anew between the redirect and the page: "Message sent, undo" was never seen.
     */
    @Test
    void aPartOfThePageTakesNoNotice() {
        hasSent();
        an.with("HX-Request", "true").with("HX-Target", "section#list");
        assertThat(an.get("/mail/inbox").page().select("[data-sent]")).isEmpty();
        an.with("HX-Request", "false").with("HX-Target", "body");
        assertThat(an.get("/mail/inbox").page().select("[data-sent]")).hasSize(1);
    }
}
