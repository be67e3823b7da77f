package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.bocau.markup.HtmlAttacks;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The walls one by one, with the others taken away: that the attacks are real, that the policy of a
 * mail's document holds what was never cleaned, that our own pages make no markup of text.
 */
@BrowserTest
class IsolationTest {
    /** A document may always lead itself elsewhere: the sanitiser's part alone. */
    private static final String LEADS_ELSEWHERE = "T20d";

    private final TestServer server;
    private final LeakServer leak = new LeakServer();

    IsolationTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        leak.close();
    }

    private Page watched(BrowserContext context) {
        leak.watch(context);
        return context.newPage();
    }

    /**
     * What came of each attack as the whole document, under a policy or none.
     *
     * @param surely those that are waited for; of the others only what comes at once is heard
     */
    private Set<String> succeeding(Page page, Map<String, String> headers, Set<String> surely) {
        var succeeded = new TreeSet<String>();
        for (var attack : HtmlAttacks.all().toList()) {
            long before = leaked() + leak.alerts().size();
            var at = "/raw/" + attack.id();
            leak.page(at, leak.aimed(attack.html()), headers);
            page.navigate(leak.neighbour(at));
            BooleanSupplier heard = () -> leaked() + leak.alerts().size() > before;
            if (surely.contains(attack.id())) page.waitForCondition(heard);
            else page.waitForTimeout(40); // a sandboxed document has no timers of its own
            if (heard.getAsBoolean()) succeeded.add(attack.id());
        }
        return succeeded;
    }

    /** What an attack asks of its own document's host is no leak. */
    private long leaked() {
        return leak.hits().stream().filter(hit -> hit.host().startsWith("127.")).count();
    }

    @Test
    @Tag("T20")
    void theAttacksAreRealWhereNothingHoldsThem() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            // others need a click, an old browser, or the application around them
            var surely =
                    Set.of(
                            "T5",
                            "T9",
                            "T10d",
                            "T11b",
                            "T14",
                            "T16",
                            "T18",
                            "T20",
                            "T20b",
                            "T20c",
                            LEADS_ELSEWHERE);
            var succeeded = succeeding(watched(context), Map.of(), surely);
            assertThat(succeeded).containsAll(surely).hasSizeGreaterThan(18);
        }
    }

    @Test
    @Tag("T20")
    void thePolicyAloneHoldsWhatWasNeverCleaned() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), Letters.html("x", "<p>x</p>"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var body = page.request().get(server.web() + "/mail/inbox/1/body");
            var policy = body.headers().get("content-security-policy");
            assertThat(policy).startsWith("sandbox ");
            var alone = watched(context);
            var succeeded = succeeding(alone, Map.of("Content-Security-Policy", policy), Set.of());
            assertThat(succeeded).isSubsetOf(LEADS_ELSEWHERE);
        }
        assertThat(leak.alerts()).isEmpty();
    }

    /** What a gadget in our own scripts would do with text of a stranger, and what came of it. */
    private static final String SINKS =
            """
            () => new Promise((done) => setTimeout(() => { // not in the debugger's own call, which may evaluate
              const tried = {};
              const attempt = (name, does) => { try { does(); tried[name] = 'done'; } catch (e) { tried[name] = e.name; } };
              const element = document.createElement('div');
              attempt('innerHTML', () => { element.innerHTML = '<img src=x onerror=alert(49)>'; });
              attempt('outerHTML', () => { document.body.append(element); element.outerHTML = '<b>x</b>'; });
              attempt('insertAdjacentHTML', () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'));
              attempt('write', () => document.write('<b>x</b>'));
              attempt('parse', () => new DOMParser().parseFromString('<b>x</b>', 'text/html'));
              attempt('srcdoc', () => { document.createElement('iframe').srcdoc = '<b>x</b>'; });
              attempt('script', () => { document.createElement('script').text = 'alert(49)'; });
              attempt('source', () => { document.createElement('script').src = 'data:,alert(49)'; });
              attempt('Function', () => new Function('alert(49)')());
              attempt('timeout', () => setTimeout('alert(49)'));
              attempt('policy', () => trustedTypes.createPolicy('mine', { createHTML: (text) => text }));
              attempt('again', () => trustedTypes.createPolicy('bocau', { createHTML: (text) => text }));
              done(tried);
            }))
            """;

    @Test
    @Tag("T49")
    void ourPagesMakeNoMarkupOfText() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, server.account("an")).close();
            var page = watched(context);
            for (var path : List.of("/mail/inbox", "/compose", "/settings/security")) {
                page.navigate(server.web() + path);
                @SuppressWarnings("unchecked")
                var tried = (Map<String, String>) page.evaluate(SINKS);
                assertThat(tried).as(path).hasSize(12).doesNotContainValue("done");
            }
            // without the policy the same page would
            page.route(
                    "**/mail/inbox",
                    route -> {
                        var answer = route.fetch();
                        var headers = new java.util.HashMap<>(answer.headers());
                        headers.remove("content-security-policy");
                        route.fulfill(
                                new Route.FulfillOptions().setResponse(answer).setHeaders(headers));
                    });
            page.navigate(server.web() + "/mail/inbox");
            @SuppressWarnings("unchecked")
            var open =
                    (Map<String, String>)
                            page.evaluate(SINKS.replace("attempt('write'", "(() => {})('write'"));
            assertThat(open).containsEntry("innerHTML", "done").containsEntry("Function", "done");
        }
    }

    /** What answers were kept of attacks when somebody replies to them. */
    @Test
    @Tag("T49")
    void anAnswerToAnAttackIsHarmless() throws IOException {
        var an = server.account("an");
        var attacks = HtmlAttacks.all().toList();
        for (var attack : attacks) {
            server.deliver(an.login(), Letters.html(attack.id(), leak.aimed(attack.html())));
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, an).close();
            var page = watched(context);
            for (int uid = 1; uid <= attacks.size(); uid++) {
                var way = uid % 2 == 0 ? "reply" : "forward";
                page.navigate(server.web() + "/compose?" + way + "=inbox:" + uid);
                page.locator("#subject").waitFor();
            }
        }
        leak.requireSilence();
    }

    private static final String POLLUTED =
            "() => ({}).polluted === undefined && [].polluted === undefined && !document.body.polluted";

    @Test
    @Tag("T55")
    @Tag("T24")
    void noDataOfOthersChangesWhatObjectsAre() {
        var an = server.account("an");
        var query =
                "?__proto__%5Bpolluted%5D=1&__proto__.polluted=1&constructor%5Bprototype%5D%5Bpolluted%5D=1#__proto__[polluted]=1";
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, an).close();
            var page = watched(context);
            for (var path : List.of("/mail/inbox", "/search", "/compose")) {
                page.navigate(server.web() + path + query);
                page.locator("html.scripted").waitFor();
                assertThat(page.evaluate(POLLUTED)).as(path).isEqualTo(true);
            }
            page.evaluate(
                    """
                    account => localStorage.setItem(`compose:${account}:new`, `{"at": ${Date.now()},
                        "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "subject": "kept", "html": "<img src=x onerror=alert(55)>"}`)
                    """,
                    Long.toString(an.id().value()));
            page.navigate(server.web() + "/compose");
            page.locator("button[data-restore]").click();
            assertThat(page.inputValue("#subject")).isEqualTo("kept");
            assertThat(page.evaluate(POLLUTED)).isEqualTo(true);
        }
    }
}
