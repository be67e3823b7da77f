package org.bocau.safety;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text of strangers in our own pages: it is shown as it is, and is never markup. */
@BrowserTest
class StoredTextTest {
    /** Breaks out of text, of attributes in either quotes, of templates; loads what it can. */
    private static final String HOSTILE =
            "\"'><img src=http://leak.test/26 onerror=alert(26)><script>alert(26)</script>[[${7*7}]]__${7*7}__";

    private final TestServer server;
    private final LeakServer leak = new LeakServer();
    private final String hostile = leak.aimed(HOSTILE);

    StoredTextTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        leak.close();
    }

    private Page signIn(BrowserContext context, TestAccount account) {
        leak.watch(context);
        return TestBrowser.signIn(context, server, account);
    }

    /** The text is there, and has made no element. */
    private void requireText(Page page, String... expected) {
        assertThat(page.locator("[onerror], img[src^='http://127'], body script:not([src])"))
                .hasCount(0);
        var text = page.content();
        for (var one : expected) assertThat(text).contains(one);
        assertThat(text).doesNotContain("[[49]]", "__49__");
        leak.requireSilence();
    }

    private static String word(String text) {
        return "=?utf-8?B?" + Letters.encoded(text).replace("\n", "").strip() + "?=";
    }

    private byte[] letter() {
        var file =
                "Content-Type: %s\nContent-Disposition: attachment; filename=\"%s\"\nContent-Transfer-Encoding: base64\n\neA==\n"
                        .formatted("\"><script>alert(26)</script>/x", word(hostile + ".txt"));
        var text =
                Letters.part("Content-Type: text/plain; charset=utf-8", hostile + "\n> " + hostile);
        return Letters.octets(
                """
                From: %1$s <m@evil.example>
                Reply-To: %1$s <r@evil.example>
                To: %1$s <an@example.org>, "<b>x</b>"@evil.example
                Cc: %1$s <c@evil.example>
                Subject: %1$s
                Message-Id: <"><script>alert(26)</script>@evil.example>
                List-Id: %1$s <"><img src=x onerror=alert(26)>.evil.example>
                List-Unsubscribe: <javascript:alert(26)>, <https://"><script>alert(26)</script>>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=limit

                --limit
                %2$s
                --limit
                %3$s
                --limit--
                """
                        .formatted(word(hostile), text, file));
    }

    @Test
    @Tag("T26")
    @Tag("T34")
    void headersAndNamesAreTextEverywhereInTheWebmail() throws IOException {
        var an = server.account("an");
        var account = new MailAccount(an.id(), an.login(), "An");
        var name = "\"'><img src=x onerror=alert(26)>${7-7}";
        server.bean(FolderStore.class).create(account, null, name);
        server.deliver(an.login(), letter());
        server.deliver(an.login(), "Subject: the next\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            requireText(page, "&lt;script&gt;alert(26)", "onerror=alert(26)&gt;${7-7}");
            page.locator(".row-link", new Page.LocatorOptions().setHasText("onerror")).click();
            assertThat(page.locator(".message-subject")).hasText(hostile);
            requireText(page, "onerror=alert(26)");
            for (var path : List.of("reply", "replyAll", "forward")) {
                page.navigate(server.web() + "/compose?" + path + "=inbox:1");
                requireText(page, "onerror=alert(26)");
            }
            page.navigate(server.web() + "/mail/inbox/1/print");
            requireText(page, "&lt;script&gt;alert(26)");
            page.navigate(server.web() + "/search?q=" + encoded(hostile));
            requireText(page);
            page.navigate(server.web() + "/search?q=img");
            requireText(page);
            page.navigate(server.web() + "/mail/inbox/1");
            page.locator(".reading [name=action][value=move]").first().click();
            page.locator("#picker").getByText("onerror=alert(26)").first().click();
            assertThat(page.locator(".toast").first()).containsText("onerror=alert(26)");
            requireText(page);
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    @Tag("T26")
    @Tag("T50")
    void namesOfFilesThatAreAttachedAreText() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, server.account("an"));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            var name = "<img src=x onerror=alert(50)>.txt";
            page.setInputFiles(
                    "#file-input",
                    new com.microsoft.playwright.options.FilePayload(
                            name, "text/html", new byte[] {1}));
            assertThat(page.locator(".file[data-id]")).hasCount(1);
            requireText(page);
            page.navigate(
                    server.web()
                            + "/compose?mailto="
                            + encoded(
                                    "mailto:x@example.org?subject="
                                            + hostile
                                            + "&body="
                                            + hostile));
            requireText(page, "&lt;script&gt;alert(26)");
        }
    }

    /** Who is not what the name says can be told: by the address, which is always beside it. */
    @Test
    @Tag("T52")
    void aNameDoesNotHideTheAddress() throws IOException {
        var an = server.account("an");
        server.deliver(
                an.login(),
                Letters.octets(
                        """
                        From: "service@bank.example" <m@evil.example>
                        Sender: service@bank.example
                        Authentication-Results: mx.example.org; dmarc=pass header.from=bank.example
                        Subject: spoofed

                        x
                        """));
        server.deliver(
                an.login(),
                Letters.octets(
                        """
                        From: %s <m@evil.example>
                        Subject: %s

                        x
                        """
                                .formatted(
                                        word("bank\u202Eelpmaxe\u2066 <service@bank.example>"),
                                        word("turned\u202E\u0000\u2028 round"))));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            for (int uid = 1; uid <= 2; uid++) {
                page.navigate(server.web() + "/mail/inbox/" + uid);
                assertThat(page.locator(".letter-head").last()).containsText("m@evil.example");
                assertThat(page.content()).doesNotContain("\u202E", "\u2066", "\u0000");
            }
        }
    }

    @Test
    @Tag("T59")
    void theConsoleShowsWhatStrangersWroteAsText() throws Exception {
        var root = server.administrator("root");
        var accounts = server.bean(Accounts.class);
        var binh = accounts.find(server.account("binh").id()).orElseThrow();
        accounts.edit(binh.id(), binh.version(), new AccountEdit(hostile, true, false, 0, null));
        WebVisitor.of(server).signIn(hostile, "x");
        WebVisitor.of(server).signIn("binh@" + server.domain(), hostile);
        try (var imap = new java.net.Socket("localhost", server.port("imap"))) {
            imap.getOutputStream()
                    .write(
                            ("1 LOGIN \"" + hostile.replace("\"", "\\\"") + "\" x\r\n")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(imap.getInputStream().read()).isEqualTo('*');
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, root);
            for (var path :
                    List.of(
                            "",
                            "/accounts?q=" + encoded(hostile),
                            "/accounts",
                            "/accounts/" + binh.id().value(),
                            "/sign-ins",
                            "/sign-ins?q=" + encoded(hostile),
                            "/sessions",
                            "/audit?q=" + encoded(hostile),
                            "/aliases?q=" + encoded(hostile),
                            "/lists?q=" + encoded(hostile),
                            "/queue?q=" + encoded(hostile),
                            "/queue/destinations?q=" + encoded(hostile),
                            "/tls")) {
                page.navigate(server.web() + "/admin" + path);
                requireText(page);
            }
            page.navigate(server.web() + "/admin/accounts/" + binh.id().value());
            requireText(page, "onerror=alert(26)");
        }
    }
}
