package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.AccountEdit;
import org.bocau.account.AccountRow;
import org.bocau.account.Accounts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Routes;
import org.bocau.testing.Routes.Route;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for what over HTTP, through a real connection. */
@IntegrationTest
class WebSecurityTest {
    /** A mail program's POST: the link is the proof, there is no page with a token before it. */
    private static final String ONE_CLICK = "POST /lists/unsubscribe/1";

    /** What is open to everybody; anything else must ask for a sign-in. */
    private static final Set<String> OPEN =
            Set.of(
                    "GET /sign-in",
                    "GET /manifest.webmanifest",
                    "GET /sw.js",
                    "GET /offline",
                    "POST /language",
                    "POST /theme",
                    "GET /cid/1",
                    "GET /image/1",
                    "GET /pdf/1",
                    "GET /lists/unsubscribe/1",
                    ONE_CLICK,
                    "GET /actuator/health",
                    "GET /actuator/health/**");

    private final TestServer server;
    private final WebVisitor visitor;

    WebSecurityTest(TestServer server) {
        this.server = server;
        this.visitor = new WebVisitor(server);
        server.administrator("root"); // the set-up is over
    }

    /** Every route the router knows, as {@code METHOD /path}, variables filled in. */
    private Set<String> routes() {
        return Routes.of(server).stream().map(Route::toString).collect(Collectors.toSet());
    }

    private static boolean asksForSignIn(HttpResponse<?> answer) {
        return switch (answer.statusCode()) {
            case 401 -> true;
            case 303 -> answer.headers().firstValue("Location").orElse("").startsWith("/sign-in");
            default -> false;
        };
    }

    @Test
    void everyRouteIsClosedToStrangersUnlessItIsNamed() throws Exception {
        for (var route : routes()) {
            var parts = route.split(" ");
            var answer = visitor.head(parts[0], parts[1]);
            // without a token a stranger's POST is nobody's; with one see the next test
            boolean needsToken = parts[0].equals("POST") && !route.equals(ONE_CLICK);
            if (!OPEN.contains(route) || needsToken) {
                assertThat(asksForSignIn(answer)).as("%s: %s", route, answer).isTrue();
            } else {
                assertThat(asksForSignIn(answer)).as("%s: %s", route, answer).isFalse();
            }
        }
    }

    @Test
    void aTokenOpensNothingToStrangers() throws Exception {
        for (var route : routes()) {
            if (route.startsWith("POST ")) {
                var answer = visitor.post(route.substring(5));
                assertThat(asksForSignIn(answer))
                        .as("%s: %s", route, answer)
                        .isEqualTo(!OPEN.contains(route));
            }
        }
    }

    @Test
    void theConsoleIsForAdministrators() throws Exception {
        var user = WebVisitor.signedIn(server, server.account("an"));
        var administrator = WebVisitor.signedIn(server, server.administrator("root"));
        for (var route : routes()) {
            var parts = route.split(" ");
            if (parts[1].equals("/admin") || parts[1].startsWith("/admin/")) {
                assertThat(ask(user, parts).statusCode()).as(route).isEqualTo(403);
                if (parts[0].equals("GET")) {
                    assertThat(ask(administrator, parts).statusCode()).as(route).isIn(200, 404);
                }
            }
        }
        assertThat(user.get("/admin/there-is-no-such-page").statusCode()).isEqualTo(403);
    }

    @Test
    void administratorsReadTheMetrics() throws Exception {
        var metric = "/actuator/metrics/bocau.mailbox.index.octets";
        var user = WebVisitor.signedIn(server, server.account("an"));
        assertThat(user.get(metric).statusCode()).isEqualTo(403);
        var administrator = WebVisitor.signedIn(server, server.administrator("root"));
        assertThat(administrator.get(metric).body()).contains("bytes");
        assertThat(administrator.get("/actuator/env").statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> ask(WebVisitor visitor, String[] route) throws Exception {
        return route[0].equals("GET") ? visitor.get(route[1]) : visitor.post(route[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/health/../env",
                "/error",
                "/anything",
                "/ADMIN",
                "/admin/",
                "/admin;x=1",
                "/%61dmin",
                "/assets/../admin",
                "/sign-in/../admin",
                "//admin"
            })
    void whatIsNotNamedIsClosed(String path) throws Exception {
        var answer = raw("GET " + path + " HTTP/1.1");

        assertThat(answer.get(0)).containsAnyOf(" 303", " 400", " 404");
        assertThat(answer).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("evil"));
    }

    /** The head of the answer to a request line that no client would send. */
    private List<String> raw(String requestLine) throws Exception {
        var web = server.web();
        try (var socket = new Socket("localhost", web.getPort())) {
            socket.setSoTimeout(30_000);
            var request = requestLine + "\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            return new BufferedReader(in).lines().takeWhile(line -> !line.isEmpty()).toList();
        }
    }

    @Test
    void healthIsOpenAndSaysNoMore() throws Exception {
        assertThat(visitor.get("/actuator/health").body()).startsWith("{\"").doesNotContain("db");
        assertThat(visitor.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesHaveTheirHeaders() throws Exception {
        var headers = visitor.get("/sign-in").headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                .doesNotContain("unsafe", "*");
        assertThat(headers.firstValue("Cache-Control")).get().asString().contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("X-DNS-Prefetch-Control")).contains("off");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Permissions-Policy")).isPresent();
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie"))
                .get()
                .asString()
                .startsWith("bocau-session=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Secure"); // plain HTTP here
    }

    @Test
    void assetsAreCachedAndMakeNoSession() throws Exception {
        var headers = visitor.get("/assets/css/base.css").headers();

        assertThat(headers.firstValue("Cache-Control")).get().asString().contains("public");
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void signingInLeadsBackToThePageThatWasWanted() throws Exception {
        visitor.get("/admin/audit?page=2");
        var root = server.administrator("root");

        var answer = visitor.signIn(root.login(), root.password());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/admin/audit?page=2");
        assertThat(visitor.get("/admin").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/mail/events, Accept, text/event-stream", "/mail, HX-Request, true"})
    void scriptsAreToldAndNotLedBackTo(String path, String header, String value) throws Exception {
        var refused = visitor.get(path, header, value);
        var an = server.account("an");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("HX-Redirect")).contains("/sign-in");
        assertThat(visitor.signIn(an.login(), an.password()).headers().firstValue("Location"))
                .contains("/mail/inbox");
    }

    @Tag("T54")
    @Test
    void redirectsIgnoreTheHostHeader() throws Exception {
        assertThat(raw("GET /mail HTTP/1.1"))
                .contains("Location: /sign-in")
                .noneMatch(line -> line.contains("evil"));
    }

    @Test
    void aWrongPasswordIsToldOnceAndTheAddressStays() throws Exception {
        var answer = visitor.signIn("an@" + server.domain(), "wrong password");

        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/sign-in");
        assertThat(visitor.get("/sign-in").body())
                .contains("role=\"alert\"", "an@" + server.domain());
        assertThat(asksForSignIn(visitor.get("/mail"))).isTrue();
    }

    @Tag("T36")
    @Test
    void theSessionsIdChangesAtSignIn() throws Exception {
        visitor.get("/sign-in");
        var before = visitor.session();
        var an = server.account("an");

        visitor.signIn(an.login(), an.password());

        assertThat(visitor.session()).isNotEmpty().isNotEqualTo(before);
        var thief = new WebVisitor(server);
        assertThat(asksForSignIn(thief.get("/mail", "Cookie", "bocau-session=" + before))).isTrue();
    }

    @Tag("T57")
    @Test
    void signingOutEndsTheSessionOnTheServer() throws Exception {
        var an = WebVisitor.signedIn(server, server.account("an"));
        var id = an.session();
        assertThat(an.get("/sign-out").statusCode()).isEqualTo(404); // GET does nothing

        var answer = an.post("/sign-out");

        assertThat(answer.headers().firstValue("Location").orElse(""))
                .endsWith("/sign-in?signed-out");
        var thief = new WebVisitor(server);
        assertThat(asksForSignIn(thief.get("/compose", "Cookie", "bocau-session=" + id))).isTrue();
    }

    @Tag("T48")
    @Test
    void aChangedPasswordRoleOrStateEndsTheSession() throws Exception {
        var accounts = server.bean(Accounts.class);
        var account = server.administrator("chief");
        for (int change = 0; change < 3; change++) {
            var chief = WebVisitor.signedIn(server, account);
            assertThat(chief.get("/admin").statusCode()).isEqualTo(200);
            var row = accounts.find(account.id()).orElseThrow();
            switch (change) {
                case 0 ->
                        accounts.changePassword(
                                account.id(),
                                server.bean(Passwords.class)
                                        .hash(account.address(), account.password()));
                case 1 -> edit(accounts, row, true, false);
                default -> edit(accounts, row, false, true);
            }

            assertThat(chief.get("/admin").headers().firstValue("Location"))
                    .as("change %d", change)
                    .contains("/sign-in?expired");
            assertThat(chief.get("/sign-in?expired").body()).contains("Your session has ended");
            var now = accounts.find(account.id()).orElseThrow();
            edit(accounts, now, true, true);
        }
    }

    private static void edit(
            Accounts accounts, AccountRow row, boolean enabled, boolean administrator) {
        accounts.edit(
                row.id(), row.version(), new AccountEdit("", enabled, administrator, 0, null));
    }

    @Tag("T35")
    @Test
    void aFormNeedsTheSessionsToken() throws Exception {
        var an = WebVisitor.signedIn(server, server.account("an"));
        var binh = WebVisitor.signedIn(server, server.account("binh"));

        assertThat(an.postForged("/sign-out", List.of()).statusCode()).isEqualTo(403);
        assertThat(an.postForged("/sign-out", List.of(), "_csrf", binh.csrf()).statusCode())
                .isEqualTo(403);
        assertThat(asksForSignIn(an.get("/compose"))).isFalse();
    }

    @Tag("T35")
    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 302", "none, 302"})
    void aFormFromAnotherSiteIsRefusedEvenWithTheToken(String site, int status) throws Exception {
        var an = WebVisitor.signedIn(server, server.account("an"));

        var answer = an.post("/sign-out", List.of("Sec-Fetch-Site", site));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void aFormOfASessionThatHasEndedLeadsToTheSignIn() throws Exception {
        var stranger = new WebVisitor(server);

        assertThat(asksForSignIn(stranger.postForged("/compose/send", List.of(), "_csrf", "old")))
                .isTrue();
    }

    @Test
    void theSetUpIsClosedOnceItIsOver() throws Exception {
        assertThat(asksForSignIn(visitor.get("/setup?token=x"))).isTrue();
        assertThat(asksForSignIn(visitor.post("/setup", "token", "x"))).isTrue();
    }
}
