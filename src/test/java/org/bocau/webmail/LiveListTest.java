package org.bocau.webmail;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The list in the page keeps to the truth, in whatever order answers come, and to its place. */
@BrowserTest
class LiveListTest {
    private static final String WATCH_FOR_ROWS =
            """
            globalThis.cameBack = 0;
            new MutationObserver(() => cameBack += document.querySelectorAll('.row').length - 1)
                .observe(document.getElementById('list'), { childList: true, subtree: true });\
            """;

    /** An answer the network holds back, and the request it is for. */
    private record Held(Route request, APIResponse answer) {}

    private final TestServer server;

    LiveListTest(TestServer server) {
        this.server = server;
    }

    @Test
    void anOldAnswerBringsNothingBack() throws IOException {
        var an = server.account("an");
        for (var subject : new String[] {"one", "two", "three"}) {
            server.deliver(an.login(), "Subject: " + subject + "\r\n\r\ntext");
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var held = holdFirstList(page);

            delete(page, "one");
            page.waitForCondition(() -> held.get() != null);
            delete(page, "two");
            assertThat(page.locator(".row")).hasCount(1);
            page.evaluate(WATCH_FOR_ROWS);
            var late = held.get();
            late.request().fulfill(new Route.FulfillOptions().setResponse(late.answer()));

            assertThat(page.locator(".list-total")).hasText("1 message");
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".row-subject")).hasText("three");
            assertThat(page.evaluate("cameBack")).isEqualTo(0);
        }
    }

    /** It was told only with the next change, which may be hours away. */
    @Test
    void whatComesBetweenThePageAndItsWatchIsTold() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: in the page\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var stream = new AtomicReference<Route>();
            page.route("**/mail/events?**", stream::set);
            page.reload();
            page.waitForCondition(() -> stream.get() != null);
            server.deliver(an.login(), "Subject: between\r\n\r\ntext");
            stream.get().resume();
            assertThat(page.locator(".row")).hasCount(2);
            assertThat(page.locator("#live .visually-hidden")).hasText("1 new message");
        }
    }

    @Test
    void aPageThatMissedNothingIsLeftInPeace() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: in the page\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.waitForResponse("**/mail/events?**", page::reload);
            var fetched = new AtomicInteger();
            page.onRequest(request -> {
                if (request.url().contains("/mail/inbox?until")) fetched.incrementAndGet();
            });
            server.deliver(an.login(), "Subject: later\r\n\r\ntext");
            assertThat(page.locator("#live .visually-hidden")).hasText("1 new message");
            assertThat(page.locator(".row")).hasCount(2);
            assertThat(fetched.get()).isEqualTo(1); // by the mail that came later
        }
    }

    /** The list as it is after the first deletion comes late. */
    private static AtomicReference<Held> holdFirstList(Page page) {
        var held = new AtomicReference<Held>();
        page.route(
                "**/mail/inbox?until=**",
                route -> {
                    if (held.get() == null) held.set(new Held(route, route.fetch()));
                    else route.resume();
                });
        return held;
    }

    @Test
    void aLongNameStaysInItsPane() {
        var an = server.account("an");
        var account = new MailAccount(an.id(), an.login(), "An");
        var path =
                server.bean(FolderStore.class).create(account, null, "long name ".repeat(8) + ".");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/" + path);
            assertThat(page.locator(".list-title")).containsText("long name");
            var list = page.locator("#list").boundingBox();
            var head = page.locator(".list-head").boundingBox();
            assertThat(head.x + head.width).isLessThanOrEqualTo(list.x + list.width);
        }
    }

    private static void delete(Page page, String subject) {
        var row =
                page.locator(".row", new Page.LocatorOptions().setHasText(subject))
                        .filter(new Locator.FilterOptions().setVisible(true));
        row.hover();
        row.locator(".hover-action[value^=delete]").click();
    }
}
