package org.bocau.reading;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Conversations, the endless list and its layouts as people see and use them. */
@BrowserTest
class ConversationBrowserTest {
    private final TestServer server;

    ConversationBrowserTest(TestServer server) {
        this.server = server;
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "read-" + name);
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                .as("%s scrolls sideways", name)
                .isEqualTo(false);
        TestBrowser.requireAccessible(page);
    }

    private void deliver(
            TestAccount to, Duration ago, String from, String subject, String more, Flag... flags)
            throws IOException {
        var text =
                "From: "
                        + from
                        + "\r\nTo: "
                        + to.login()
                        + "\r\nSubject: "
                        + subject
                        + "\r\nMIME-Version: 1.0\r\n"
                        + more;
        server.deliver(
                to.login(),
                text.getBytes(StandardCharsets.UTF_8),
                Flags.of(flags),
                server.bean(Clock.class).instant().minus(ago));
    }

    private static String plain(String id, String text) {
        return id + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
    }

    private static String html(String id, String text) {
        return id + "Content-Type: text/html; charset=utf-8\r\n\r\n" + text;
    }

    /** Three people plan a trip: text, HTML, an answer with a quotation. */
    private void trip(TestAccount to) throws IOException {
        var answer = "In-Reply-To: <trip1@t>\r\nReferences: <trip1@t>\r\n";
        deliver(
                to,
                Duration.ofHours(50),
                "Trần Thị Lan <lan@example.net>",
                "Đà Lạt cuối tuần này",
                plain(
                        "Message-ID: <trip1@t>\r\n",
                        "Cả nhà ơi,\r\n\r\ncuối tuần này mình đi Đà Lạt nhé? Xe chạy lúc 6 giờ sáng thứ bảy.\r\n\r\nLan\r\n"),
                Flag.SEEN);
        deliver(
                to,
                Duration.ofHours(26),
                "Peter Hansen <peter@example.org>",
                "Re: Đà Lạt cuối tuần này",
                html(
                        "Message-ID: <trip2@t>\r\n" + answer,
                        "<p>I would love to come.</p><ul><li>Tent</li><li>Lamp</li><li>Coffee</li></ul>"
                                + "<p>Shall I bring the big car?</p>".repeat(12)),
                Flag.SEEN);
        deliver(
                to,
                Duration.ofMinutes(21), // on the day of the letter that came a minute later
                "Trần Thị Lan <lan@example.net>",
                "Re: Đà Lạt cuối tuần này",
                plain(
                        "Message-ID: <trip3@t>\r\n" + answer,
                        "Được, anh mang xe lớn nhé.\r\n\r\nOn Saturday Peter wrote:\r\n> I would love to come.\r\n> Shall I bring\r\n> the big car?\r\n> Peter\r\n> P.S. Coffee!\r\n"));
    }

    private void others(TestAccount to) throws IOException {
        deliver(
                to,
                Duration.ofMinutes(20),
                "Thư viện Quận 3 <thuvien@example.org>",
                "Sách đến hạn trả",
                plain("Message-ID: <lib@t>\r\n", "Hai cuốn sách của bạn đến hạn ngày mai.\r\n"));
        deliver(
                to,
                Duration.ofDays(4),
                "Ada Lovelace <ada@example.net>",
                "Notes on the engine",
                plain("Message-ID: <ada@t>\r\n", "Please find my notes below.\r\n"),
                Flag.SEEN,
                Flag.FLAGGED);
        deliver(
                to,
                Duration.ofDays(70),
                "Hội khuyến học <hoi@example.org>",
                "Thư mời họp mặt",
                plain("Message-ID: <hoi@t>\r\n", "Kính mời anh chị.\r\n"),
                Flag.SEEN);
    }

    @Test
    void aConversationIsReadInOnePlace() throws IOException {
        var an = server.account("an");
        others(an);
        trip(an);
        for (var device : Device.values()) {
            var name = device.name().toLowerCase(java.util.Locale.ROOT);
            var language = device == Device.DARK ? "vi-VN" : "en-GB";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                assertThat(page.locator(".row")).hasCount(4);
                assertThat(page.locator(".day-head")).hasCount(3);
                assertThat(page.locator(".row-count")).hasText("3");
                look(page, name + "-list");
                page.locator(".row", row("Đà Lạt")).locator(".row-link").click();
                assertThat(page.locator(".letter")).hasCount(3);
                assertThat(page.locator(".letter[open]")).hasCount(1);
                assertThat(page.locator(".message-text")).containsText("xe lớn");
                assertThat(page.locator(".quotation")).hasCount(1);
                look(page, name + "-conversation");
                page.locator(".letter").nth(1).locator("summary").first().click();
                assertThat(page.locator(".message-frame.fitted")).hasCount(1);
                assertThat(page.frameLocator(".message-frame").locator("li")).hasCount(3);
                TestBrowser.settle(
                        page, "() => document.querySelector('.message-frame').clientHeight > 300");
                look(page, name + "-expanded");
                assertThat(inFrame(page, "document.documentElement.scrollHeight <= innerHeight"))
                        .as("the frame scrolls in itself")
                        .isEqualTo(true);
            }
        }
    }

    private static Object inFrame(Page page, String expression) {
        return page.locator(".message-frame")
                .evaluate(
                        "frame => { const document = frame.contentDocument, innerHeight = frame.clientHeight + 1; return "
                                + expression
                                + "; }");
    }

    private static Page.LocatorOptions row(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    void theFrameOfAConversationRunsNothing() throws IOException {
        var an = server.account("an");
        deliver(
                an,
                Duration.ofHours(3),
                "M <m@evil.example>",
                "x",
                plain("Message-ID: <x1@t>\r\n", "a"));
        deliver(
                an,
                Duration.ofHours(2),
                "M <m@evil.example>",
                "Re: x",
                html(
                        "Message-ID: <x2@t>\r\nReferences: <x1@t>\r\n",
                        "<p id=p>hello</p><a target=_blank href='javascript:parent.document.title=1'>go</a>"
                                + "<img src=x onerror=\"parent.document.title='ran'\"><script>parent.document.title='ran'</script>"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/2");
            assertThat(page.frameLocator(".message-frame.fitted").locator("#mail")).isVisible();
            // What the sanitiser would have to miss: the frame and its policy still run nothing
            page.locator(".message-frame")
                    .evaluate(
                            "frame => { const page = frame.contentDocument; const bad = page.createElement('script');"
                                    + " bad.append('parent.document.body.dataset.ran = 1'); page.body.append(bad);"
                                    + " const image = page.createElement('img'); image.setAttribute('onerror', 'parent.document.body.dataset.ran = 2');"
                                    + " image.src = 'data:,'; page.body.append(image); const link = page.createElement('a');"
                                    + " link.href = 'javascript:parent.document.body.dataset.ran = 3'; link.textContent = 'go'; link.id = 'bad';"
                                    + " link.target = '_blank'; page.body.append(link); }");
            page.frameLocator(".message-frame").locator("#bad").click();
            TestBrowser.settle(
                    page, "() => new Promise(done => setTimeout(() => setTimeout(done, 0, true)))");
            assertThat(page.locator("body").getAttribute("data-ran")).isNull();
            assertThat(page.title()).contains("x");
            // Outside of our frame it has no origin at all
            page.navigate(server.web() + "/mail/inbox/2/body?fit=1");
            assertThat(page.evaluate("origin")).isEqualTo("null");
        }
    }

    @Test
    void theListGoesOnAndKeepsUp() throws IOException {
        var an = server.account("an");
        for (int i = 1; i <= 130; i++) {
            deliver(
                    an,
                    Duration.ofMinutes(1000 - i),
                    "Ada Lovelace <ada@example.net>",
                    "Note " + i,
                    plain("Message-ID: <n" + i + "@t>\r\n", "text"));
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.waitForResponse("**/mail/events**", () -> page.reload());
            assertThat(page.locator(".row").first()).containsText("Note 130");
            page.locator("#list-scroll").evaluate("list => list.scrollTop = list.scrollHeight");
            assertThat(page.locator(".row")).hasCount(100);
            page.locator("#list-scroll").evaluate("list => list.scrollTop = list.scrollHeight");
            assertThat(page.locator(".row")).hasCount(130);
            assertThat(page.locator("#more")).hasCount(0);

            deliver(
                    an,
                    Duration.ZERO,
                    "Lan <lan@example.net>",
                    "Re: Note 3",
                    plain("References: <n3@t>\r\n", "yes"));
            assertThat(page.locator("#newer")).isVisible();
            assertThat(page.locator(".row").first()).containsText("Note 130");
            page.locator("#newer").click();
            assertThat(page.locator(".row").first()).containsText("Note 3");
            assertThat(page.locator(".row").first().locator(".row-count")).hasText("2");
            assertThat(page.locator(".row")).hasCount(130);
        }
    }

    @Test
    void anOpenConversationSaysThatItHasGrown() throws IOException {
        var an = server.account("an");
        trip(an);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.waitForResponse("**/mail/events**", () -> page.reload());
            page.locator(".row-link").click();
            assertThat(page.locator(".letter")).hasCount(3);
            page.mouse().move(900, 500);
            deliver(
                    an,
                    Duration.ZERO,
                    "Peter <peter@example.org>",
                    "Re: Đà Lạt cuối tuần này",
                    plain("References: <trip1@t>\r\n", "On my way."));
            assertThat(page.locator("#grown")).hasText("1 new message in this conversation");
            look(page, "grown");
            page.locator("#grown").click();
            assertThat(page.locator(".letter")).hasCount(4);
            assertThat(page.locator("#grown")).hasCount(0);
        }
    }

    /** An own answer that was sent by any program: it comes to Sent and nowhere else. */
    @Test
    void anOwnAnswerCountsInTheList() throws IOException {
        var an = server.account("an");
        others(an);
        trip(an);
        deliver(
                an,
                Duration.ofMinutes(30),
                "Peter Hansen <peter@example.org>",
                "Re: Đà Lạt cuối tuần này",
                plain(
                        "Message-ID: <trip4@t>\r\nReferences: <trip1@t>\r\n",
                        "Where do we meet?\r\n"),
                Flag.ANSWERED);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.waitForResponse("**/mail/events**", () -> page.reload());
            page.mouse().move(900, 500);
            var row = page.locator(".row", row("Đà Lạt"));
            assertThat(row.locator(".row-count")).hasText("4");
            var answer =
                    "From: "
                            + an.login()
                            + "\r\nTo: peter@example.org\r\nSubject: Re: Đà Lạt cuối tuần này\r\nMessage-ID: <own@t>\r\nReferences: <trip1@t>\r\n\r\nHẹn gặp.\r\n";
            server.put(
                    "Sent",
                    an.login(),
                    answer.getBytes(StandardCharsets.UTF_8),
                    Flags.of(Flag.SEEN),
                    server.bean(Clock.class).instant());
            assertThat(row.locator(".row-count")).hasText("5");
            row.locator(".row-link").click();
            assertThat(page.locator(".letter")).hasCount(5);
        }
    }

    @Test
    void aConversationIsPrinted() throws IOException {
        var an = server.account("an");
        trip(an);
        deliver(
                an,
                Duration.ofMinutes(5),
                "Mallory <m@evil.example>",
                "Re: Đà Lạt cuối tuần này",
                html(
                        "Message-ID: <trip4@t>\r\nReferences: <trip1@t>\r\n",
                        "<style>body ~ article, article .head, .head { display: none !important } + * { color: red } p { color: rgb(0, 0, 255) }</style>"
                                + "<p>blue</p><div style='position:absolute;top:-500px;left:0;width:2000px;height:3000px;background:#fff'>over all</div>"));
        deliver(
                an,
                Duration.ofMinutes(1),
                "Peter Hansen <peter@example.org>",
                "Re: Đà Lạt cuối tuần này",
                plain("Message-ID: <trip5@t>\r\nReferences: <trip1@t>\r\n", "See you!\r\n"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            var paper =
                    page.waitForPopup(
                            () -> page.locator(".conversation-tools a[href*=print]").click());
            assertThat(paper.locator("h1")).hasText("Đà Lạt cuối tuần này");
            assertThat(paper.locator("article")).hasCount(5);
            assertThat(paper.locator(".head").first())
                    .containsText("Trần Thị Lan <lan@example.net>");
            for (var head : paper.locator(".head").all()) assertThat(head).isVisible();
            var last = paper.locator("article").last();
            assertThat(last).containsText("See you!");
            assertThat(last.locator(".mail")).not().hasCSS("color", "rgb(255, 0, 0)");
            assertThat(paper.locator("article").nth(3).locator("p"))
                    .hasCSS("color", "rgb(0, 0, 255)");
            assertThat(paper.evaluate("origin")).isEqualTo("null");
            paper.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            paper.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(Path.of("target", "screenshots", "read-print.png"))
                            .setFullPage(true));
            paper.navigate(server.web() + "/mail/inbox/1/print");
            assertThat(paper.locator("article")).hasCount(1);
        }
    }

    @Test
    void lettersAreLightWhereOneLikesThem() throws IOException {
        var an = server.account("an");
        deliver(
                an,
                Duration.ofMinutes(5),
                "Ada Lovelace <ada@example.net>",
                "Notes",
                html("Message-ID: <dark@t>\r\n", "<p>Plain words, no colours.</p>"));
        try (var context = TestBrowser.shared().open(Device.DARK, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            var dark = "rgb(23, 31, 39)";
            var body = page.frameLocator(".message-frame").locator("html");
            assertThat(body).hasCSS("background-color", dark);
            page.locator(".letter-menu > summary").click();
            look(page, "dark-menu");
            page.locator(".letter-menu .in-dark").click();
            assertThat(body).hasCSS("background-color", "rgb(255, 255, 255)");
            look(page, "dark-light");
            page.locator(".letter-menu > summary").click();
            page.locator(".letter-menu .in-dark").click();
            assertThat(body).hasCSS("background-color", dark);

            page.navigate(server.web() + "/settings/appearance");
            page.locator("#dark-mail").uncheck();
            page.locator("main form .form-actions button").click();
            assertThat(page.locator("#toasts .toast")).containsText("Saved");
            page.navigate(server.web() + "/mail/inbox/1");
            assertThat(body).hasCSS("background-color", "rgb(255, 255, 255)");
            assertThat(page.locator(".letter-menu .in-dark")).hasCount(0);
        }
    }

    @Test
    void theNextConversationIsThereBeforeItIsOpenedAndUnreadUntilThen() throws IOException {
        var an = server.account("an");
        deliver(
                an,
                Duration.ofHours(2),
                "Ada <ada@example.net>",
                "Second",
                plain("Message-ID: <b@t>\r\n", "two"));
        deliver(
                an,
                Duration.ofHours(1),
                "Ada <ada@example.net>",
                "First",
                plain("Message-ID: <a@t>\r\n", "one"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var ahead =
                    page.waitForResponse(
                            "**/mail/inbox/1", () -> page.locator(".row-link").first().click());
            assertThat(ahead.request().headerValue("purpose")).isEqualTo("prefetch");
            page.route("**/mail/inbox/1", route -> route.abort());
            page.waitForResponse("**/mail/actions", () -> page.locator(".row-link").nth(1).click());
            assertThat(page.locator(".message-subject")).hasText("Second");
            assertThat(page.locator(".letter.unread")).hasCount(0);
            page.navigate(server.web() + "/mail/inbox");
            assertThat(page.locator(".row.unread")).hasCount(0);
        }
    }

    @Test
    void layoutsAndDensitiesAreRemembered() throws IOException {
        var an = server.account("an");
        others(an);
        trip(an);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            double before = page.locator("#list").boundingBox().width;
            page.locator("#divider").focus();
            var wide = "list-width=" + Math.round(before + 100);
            page.waitForResponse( // of the last of them, where the keys came slowly
                    answer -> wide.equals(answer.request().postData()),
                    () -> {
                        for (int i = 0; i < 5; i++) page.keyboard().press("ArrowRight");
                    });
            page.reload();
            assertThat(page.locator("#list").boundingBox().width).isEqualTo(before + 100);
            for (var density : new String[] {"cosy", "compact"}) {
                choose(page, "density", density);
                look(page, density);
            }
            choose(page, "layout", "below");
            page.locator(".row-link").nth(1).click();
            assertThat(page.locator(".letter")).hasCount(3);
            look(page, "below");
            choose(page, "density", "comfortable");
            choose(page, "layout", "none");
            look(page, "list-only");
            page.locator(".row-link").first().click();
            assertThat(page.locator(".letter")).isVisible();
            assertThat(page.locator("#list")).isHidden();
            page.locator(".reading-bar .back").click();
            assertThat(page.locator("#list")).isVisible();
            assertThat(page.locator("#reading")).isHidden();
        }
    }

    private static void choose(Page page, String what, String value) {
        if (!page.locator("#list").isVisible()) page.locator(".reading-bar .back").click();
        page.locator(".view-menu > summary").click();
        page.locator(".view-menu button[name=" + what + "][value=" + value + "]").click();
        assertThat(page.locator("body")).hasAttribute("data-" + what, value);
    }

    @Test
    void conversationsWorkWithoutScript() throws IOException {
        var an = server.account("an");
        trip(an);
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.click(".row-link");
            assertThat(page.locator(".letter[open]")).hasCount(1);
            page.locator(".letter").first().locator("summary").click();
            page.locator(".letter").first().locator(".letter-closed a").click();
            assertThat(page.locator(".letter[open]")).hasCount(2);
            assertThat(page.locator(".message-text").first()).containsText("6 giờ sáng");
            page.click(".conversation-head a");
            assertThat(page.locator(".letter[open]")).hasCount(3);
            page.click(".reading-bar button[value=archive]");
            assertThat(page.locator(".told")).containsText("3");
            assertThat(page.locator(".row")).hasCount(0);
        }
    }
}
