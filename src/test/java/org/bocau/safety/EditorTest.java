package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.bocau.markup.HtmlAttacks;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Markup of strangers in the editor, which is in a page of ours: pasted, dropped, quoted. */
@BrowserTest
class EditorTest {
    private static final String GIVE =
            """
            ([kind, html]) => {
              const data = new DataTransfer();
              data.setData('text/html', html);
              data.setData('text/plain', 'plain');
              const editor = document.querySelector('#editor');
              editor.focus();
              editor.dispatchEvent(kind === 'paste'
                ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
                : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """;

    /** What must not be in it, as the browser has it. */
    private static final String HARMFUL =
            """
            () => [...document.querySelectorAll('#editor *')].filter((one) =>
                /^(script|style|svg|math|iframe|object|embed|form|base|link|meta|template|video|audio|button|textarea|select|noscript)$/i.test(one.localName)
                || [...one.attributes].some(({ name, value }) => /^(on|hx-|data-hx|srcdoc|formaction|srcset|name$|background$)/i.test(name)
                  || (/^(href|src|style)$/i.test(name) && /javascript:|vbscript:|data:text|url\\(/i.test(value.replace(/[\\s\\u0000-\\u001f]/g, '')))
                  || (name === 'src' && !/^(data:image|blob:|\\/compose\\/files\\/)/.test(value))))
              .map((one) => one.outerHTML.slice(0, 200))
            """;

    private final TestServer server;
    private final LeakServer leak = new LeakServer();

    EditorTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        leak.close();
    }

    private void requireHarmless(Page page, String what) {
        assertThat((List<?>) page.evaluate(HARMFUL)).as(what).isEmpty();
    }

    private Page editor(com.microsoft.playwright.BrowserContext context) {
        leak.watch(context);
        TestBrowser.signIn(context, server, server.account("an")).close();
        var page = context.newPage();
        page.navigate(server.web() + "/compose");
        page.locator("#editor[contenteditable=true]").waitFor();
        return page;
    }

    @Test
    @Tag("T50")
    void whatIsPastedOrDroppedNeitherRunsNorLoads() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = editor(context);
            for (var attack : HtmlAttacks.all().toList()) {
                for (var way : List.of("paste", "drop")) {
                    page.evaluate(GIVE, List.of(way, leak.aimed(attack.html())));
                    requireHarmless(page, way + " " + attack.id());
                }
            }
            page.evaluate(GIVE, List.of("paste", "<p>honest <b>text</b></p>"));
            page.locator("#editor b").getByText("text").waitFor();
            page.keyboard().press("Control+z");
            page.keyboard().press("Control+z");
            requireHarmless(page, "undone");
        }
        leak.requireSilence();
    }

    @Test
    @Tag("T49")
    void whatIsQuotedNeitherRunsNorLoads() throws IOException {
        var an = server.account("an");
        var attacks = HtmlAttacks.all().toList();
        for (var attack : attacks) {
            server.deliver(an.login(), Letters.html(attack.id(), leak.aimed(attack.html())));
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = editor(context);
            for (int uid = 1; uid <= attacks.size(); uid++) {
                var way = uid % 2 == 0 ? "reply" : "forward";
                page.navigate(server.web() + "/compose?" + way + "=inbox:" + uid);
                page.locator("#editor[contenteditable=true]").waitFor();
                requireHarmless(page, way + " " + attacks.get(uid - 1).id());
            }
        }
        leak.requireSilence();
    }
}
