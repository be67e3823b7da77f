package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.Routes;
import org.bocau.testing.Routes.Route;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages of other origins that have a signed-in browser do something: by forms, by scripts, in
 * frames, by event streams. One attacker is the same site to the browser, so that its cookies are
 * sent along; the other is not.
 */
@BrowserTest
class ForgeryTest {
    /** A mail program's POST: the link is the proof. */
    private static final String ONE_CLICK = "POST /lists/unsubscribe/1";

    private static final List<Map<String, String>> FORGED =
            List.of(
                    Map.of("at", "/mail/actions", "action", "delete", "m", "inbox:1"),
                    Map.of("at", "/mail/actions", "one", "star inbox:1"),
                    Map.of("at", "/sign-out"),
                    Map.of("at", "/theme", "theme", "dark"),
                    Map.of("at", "/language", "language", "vi"),
                    Map.of("at", "/folders/new", "name", "forged"),
                    Map.of("at", "/folders/inbox/read"),
                    Map.of("at", "/settings/security/app-passwords-only", "only", "true"),
                    Map.of("at", "/compose", "action", "send", "to", "m@evil.example"));

    private final TestServer server;
    private final LeakServer evil = new LeakServer();

    ForgeryTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        evil.close();
    }

    private TestAccount an() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: stays here\r\n\r\ntext");
        return an;
    }

    private String form(Map<String, String> fields) {
        var inputs =
                fields.entrySet().stream()
                        .filter(field -> !field.getKey().equals("at"))
                        .map(field ->
                                "<input name='%s' value='%s'>"
                                        .formatted(field.getKey(), field.getValue()))
                        .collect(Collectors.joining());
        return "<form id=f method=post action='%s'>%s</form><script>f.submit()</script>"
                .formatted(server.web() + fields.get("at"), inputs);
    }

    private void requireUntouched(BrowserContext context) {
        var request = context.request();
        var inbox = request.get(server.web() + "/mail/inbox").text();
        assertThat(inbox).contains("stays here", "lang=\"en\"").doesNotContain("forged");
        assertThat(inbox).doesNotContain("data-theme=\"dark\"", "row  starred");
        assertThat(inbox).contains("row unread");
        assertThat(request.get(server.web() + "/mail/sent").text()).doesNotContain("m@evil");
        assertThat(
                        server.jdbc()
                                .sql("select app_passwords_only from account where id = ?")
                                .param(server.account("an").id().value())
                                .query(Boolean.class)
                                .single())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T35")
    void formsOfOtherOriginsChangeNothing(boolean sameSite) throws IOException {
        var an = an();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, an);
            var page = context.newPage();
            for (int i = 0; i < FORGED.size(); i++) {
                evil.page("/form" + i, form(FORGED.get(i)));
                var answer =
                        page.waitForResponse(
                                one -> one.request().method().equals("POST"),
                                () -> open(page, sameSite, "/form"));
                assertThat(answer.status()).as("%s", FORGED.get(i)).isIn(303, 403);
                page.waitForURL(url -> url.startsWith(server.web().toString())); // led there
            }
            requireUntouched(context);
        }
    }

    private int opened;

    private void open(Page page, boolean sameSite, String path) {
        var at = path.equals("/form") ? path + opened++ : path;
        page.navigate(sameSite ? evil.neighbour(at) : evil.stranger(at));
    }

    /** Everything a page can have its browser ask for without leaving it. */
    private String asking() {
        var web = server.web();
        return """
        <img src="%1$s/mail/inbox/1/part/1"><img src="%1$s/mail/inbox/1?images=1">
        <link rel=stylesheet href="%1$s/mail/inbox/1/source"><script src="%1$s/mail/folders"></script>
        <iframe src="%1$s/mail/inbox"></iframe><object data="%1$s/mail/inbox/1/source"></object>
        <iframe src="%1$s/mail/inbox/1/print"></iframe>
        <script>
          const all = { credentials: 'include', mode: 'no-cors' };
          fetch('%1$s/mail/inbox', all).catch(() => {});
          fetch('%1$s/sign-out', { ...all, method: 'POST', body: new URLSearchParams({ a: 1 }) }).catch(() => {});
          fetch('%1$s/mail/actions', { ...all, method: 'POST', body: new URLSearchParams({ action: 'delete', m: 'inbox:1' }) }).catch(() => {});
          fetch('%1$s/mail/inbox', { credentials: 'include' }).then((r) => r.text()).then((text) => { document.title = text; }, () => {});
          navigator.sendBeacon('%1$s/sign-out', 'x');
          const events = new EventSource('%1$s/mail/events?mailbox=inbox', { withCredentials: true });
          events.onerror = () => { document.body.dataset.events = 'refused'; };
          events.onopen = () => { document.body.dataset.events = 'open'; };
        </script>\
        """
                .formatted(web);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T35")
    @Tag("T37")
    void nothingOfOursIsGivenToPagesOfOtherOrigins(boolean sameSite) throws IOException {
        var an = an();
        evil.page("/asking", "<body>" + asking());
        Queue<Response> answers = new ConcurrentLinkedQueue<>();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, an);
            var page = context.newPage();
            page.onResponse(answer -> {
                if (answer.url().startsWith(server.web().toString())) answers.add(answer);
            });
            open(page, sameSite, "/asking");
            page.waitForFunction("document.body.dataset.events");
            page.waitForLoadState(LoadState.NETWORKIDLE);
            assertThat(answers).hasSizeGreaterThan(2); // the others are not even shown to us
            assertThat(page.locator("body").getAttribute("data-events")).isEqualTo("refused");
            assertThat(page.title()).isEmpty();
            // the neighbour's requests have the cookie and are refused; the stranger's have none
            assertThat(answers)
                    .allSatisfy(one ->
                            assertThat(one.status())
                                    .as("%s %s", one.request().method(), one.url())
                                    .isIn(sameSite ? List.of(403) : List.of(200, 303, 401, 403)));
            for (var frame : page.frames()) {
                assertThat(frame.content()).doesNotContain("stays here");
            }
            requireUntouched(context);
        }
        assertThat(evil.hits()).isEmpty();
    }

    @Test
    @Tag("T36")
    void nobodyIsSignedInAsSomebodyElseByAForm() {
        var mallory = server.account("mallory");
        evil.page(
                "/form0",
                form(
                        Map.of(
                                "at", "/sign-in",
                                "username", mallory.login(),
                                "password", mallory.password())));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = context.newPage();
            page.navigate(server.web() + "/sign-in"); // has a session, is nobody
            open(page, true, "/form0");
            page.waitForURL(server.web() + "/sign-in"); // where it was sent to
            page.navigate(server.web() + "/mail/inbox");
            assertThat(page.url()).endsWith("/sign-in");
        }
    }

    @TestFactory
    @Tag("T35")
    Stream<DynamicTest> noRouteChangesAnythingWithoutTheSessionsToken() {
        var root = WebVisitor.signedIn(server, server.administrator("root"));
        return changing()
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () -> {
                                    for (var body : List.of("", "_csrf=of-somebody-else")) {
                                        assertThat(root.send("POST", route.path(), body).status())
                                                .isEqualTo(403);
                                    }
                                }));
    }

    @TestFactory
    @Tag("T35")
    Stream<DynamicTest> noRouteIsChangedByAGetWithTheSameParameters() {
        var root = WebVisitor.signedIn(server, server.administrator("root"));
        var readable =
                Routes.of(server).stream()
                        .filter(route -> !route.changes())
                        .map(Route::path)
                        .toList();
        return changing()
                .filter(route -> !readable.contains(route.path()))
                .map(route ->
                        DynamicTest.dynamicTest(
                                "GET " + route.path(),
                                () ->
                                        assertThat(
                                                        root.send("GET", route.path() + "?id=1", "")
                                                                .status())
                                                .isIn(404, 405)));
    }

    @TestFactory
    @Tag("T35")
    Stream<DynamicTest> theBrowsersWordForAnotherSiteIsEnough() {
        var root = WebVisitor.signedIn(server, server.administrator("root"));
        var token = root.get("/admin").page().select("input[name=_csrf]").val();
        assertThat(token).isNotEmpty();
        root.with("Sec-Fetch-Site", "cross-site");
        return changing()
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () ->
                                        assertThat(
                                                        root.send(
                                                                        "POST",
                                                                        route.path(),
                                                                        "_csrf=" + token)
                                                                .status())
                                                .isEqualTo(403)));
    }

    private Stream<Route> changing() {
        return Routes.of(server).stream()
                .filter(Route::changes)
                .filter(route -> !route.toString().equals(ONE_CLICK));
    }
}
