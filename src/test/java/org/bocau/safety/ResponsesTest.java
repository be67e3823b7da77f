package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Routes;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.WebVisitor.Answer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head of every kind of answer: what the browser may do with it, and who may keep it. */
@IntegrationTest
class ResponsesTest {
    /** The same for everybody, and asked for anew each time. */
    private static final Set<String> PUBLIC =
            Set.of("/manifest.webmanifest", "/sw.js", "/offline", "/favicon.ico");

    private final TestServer server;

    ResponsesTest(TestServer server) {
        this.server = server;
    }

    @TestFactory
    @Tag("T57")
    Stream<DynamicTest> everyAnswerIsGuarded() throws IOException {
        var root = server.administrator("root");
        var html = Letters.part("Content-Type: text/html", "<p>x</p>");
        server.deliver(root.login(), Letters.multipart("mixed", "x", html));
        var signedIn = WebVisitor.signedIn(server, root);
        var routes =
                Routes.of(server).stream()
                        .filter(route -> !route.changes())
                        .map(Routes.Route::path);
        var more =
                Stream.of(
                        "/mail/inbox",
                        "/mail/inbox/1",
                        "/mail/inbox/1/body",
                        "/mail/inbox/1/print",
                        "/mail/inbox/1/source",
                        "/mail/inbox/1/source?download=1",
                        "/mail/inbox/1/part/1",
                        "/mail/inbox/1/part/1?inline=1",
                        "/compose?reply=inbox:1",
                        "/there/is/nothing",
                        "/mail/inbox/9999999999",
                        "/mail/inbox/0",
                        "/mail/inbox?before=99999999999999",
                        "/mail/inbox?after=-1",
                        "/mail/inbox?before=x",
                        "/search?q=%22",
                        "/sign-in?expired");
        return Stream.concat(routes, more)
                .distinct()
                .map(path ->
                        DynamicTest.dynamicTest(
                                path,
                                () -> {
                                    requireGuarded(signedIn.head(path));
                                    requireGuarded(WebVisitor.of(server).head(path));
                                }));
    }

    private static void requireGuarded(Answer answer) {
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(answer.header("x-dns-prefetch-control")).isEqualTo("off");
        assertThat(answer.header("server")).isEmpty();
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
        if (!PUBLIC.contains(answer.at().getPath())) {
            assertThat(answer.header("cache-control")).contains("no-store");
        }
        requirePolicy(answer.header("content-security-policy"));
    }

    private static void requirePolicy(String policy) {
        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe-eval", "*");
        if (policy.startsWith("sandbox")) {
            assertThat(policy).doesNotContain("allow-scripts", "allow-same-origin", "script-src");
        } else {
            assertThat(policy)
                    .contains(
                            "script-src 'self';",
                            "base-uri 'none'",
                            "form-action 'self'",
                            "frame-ancestors 'none'",
                            "require-trusted-types-for 'script'",
                            "trusted-types ")
                    .doesNotContain("unsafe-", "http:", "https:", "allow-duplicates");
        }
    }

    /** Assets of today's address are for everybody and for good; nothing else is under them. */
    @ParameterizedTest
    @ValueSource(strings = {"js/mail.js", "css/mail.css", "icons/sprite.svg", "js/none.js"})
    void assetsAreGuardedToo(String asset) {
        var page = WebVisitor.of(server).get("/sign-in").page();
        var sheet = page.select("link[rel=stylesheet]").attr("href");
        var answer = WebVisitor.of(server).head(sheet.replace("css/base.css", asset));
        requirePolicy(answer.header("content-security-policy"));
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    /** Who sees how long an answer is chose none of the words in it. */
    @Test
    void whatAnotherSiteAsksForIsNotCompressed() {
        var visitor = WebVisitor.of(server).with("Accept-Encoding", "gzip");
        assertThat(visitor.head("/sign-in").header("content-encoding")).isEqualTo("gzip");
        for (var site : List.of("cross-site", "same-site")) {
            visitor.with("Sec-Fetch-Site", site);
            assertThat(visitor.head("/sign-in").header("content-encoding")).isEmpty();
        }
        visitor.with("Sec-Fetch-Site", "same-origin");
        assertThat(visitor.head("/sign-in").header("content-encoding")).isEqualTo("gzip");
    }

    /** What the server refuses before any page of ours is asked says nothing of itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /<script> HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "TRACE / HTTP/1.1",
                "GET / HTTP/9.9",
                "\"<img src=x>\" / HTTP/1.1"
            })
    void refusalsSayNothing(String line) throws IOException {
        try (var socket = new Socket("localhost", server.web().getPort())) {
            socket.setSoTimeout(30_000);
            var request = line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d.*");
            assertThat(answer)
                    .doesNotContainIgnoringCase("tomcat")
                    .doesNotContain("<script>", "<img", "org.apache", "Exception");
        }
    }
}
