package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bocau.account.Accounts;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Preferences;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is typed into pages, in the words of the languages behind them: IMAP, SMTP, SQL, paths,
 * templates. After each test the fixture looks whether the application has logged an error.
 */
@IntegrationTest
class InjectionTest {
    private final TestServer server;
    private final MailAccount an;
    private final WebVisitor visitor;

    InjectionTest(TestServer server) {
        this.server = server;
        var account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
        this.visitor = WebVisitor.signedIn(server, account);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<String> folders() {
        return server.bean(FolderStore.class).list(an).all().stream()
                .map(folder -> folder.name())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nA1 DELETE Victim",
                "x\" OR ALL \r\nA1 DELETE Victim",
                "\"\r\nA1 DELETE Victim\r\nA2 SEARCH ALL",
                "{3}\r\nA1 DELETE Victim",
                "{9+}\r\nA1 DELETE Victim",
                "tiếng Việt {20+}\r\nA1 DELETE Victim",
                "from:\"a\\\" b\"\\",
                "subject:\"\u0000\u0001\u007f\"",
                "in:\"Victim\r\nA1 DELETE Victim\"",
                "\ud800 lone",
                "((((((((((-is:",
                "label:$evil\r\nA1 DELETE Victim"
            })
    @Tag("T38")
    void aSearchIsNoCommand(String words) throws IOException {
        server.bean(FolderStore.class).create(an, null, "Victim");
        server.deliver(an.address(), "Subject: here\r\n\r\ntext");
        for (var where : List.of("", "&in=inbox", "&in=" + encoded("inbox\r\nA1 DELETE Victim"))) {
            var answer = visitor.get("/search?q=" + encoded(words) + where);
            assertThat(answer.status()).as(where).isIn(200, 400, 404);
        }
        assertThat(folders()).contains("Victim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nA1 DELETE Victim",
                "x\" \"Victim",
                "x\\",
                "{5}\r\nhello",
                "{3+}",
                "a&-b&AOk-",
                "100%",
                "*",
                "\u0000",
                "../Victim",
                "Victim\u202E",
                "NIL",
                "(x)"
            })
    @Tag("T38")
    void aFoldersNameIsNoCommand(String name) {
        var store = server.bean(FolderStore.class);
        store.create(an, null, "Victim");
        visitor.get("/folders/new");
        var made = visitor.post("/folders/new", "name", name, "parent", "");
        assertThat(made.status()).isIn(200, 400);
        var renamed =
                visitor.post("/folders/" + store.create(an, null, "other").segment(), "name", name);
        assertThat(renamed.status()).isIn(200, 400, 404);
        var moved = visitor.post("/mail/actions", "action", "move:" + name, "m", "inbox:1");
        assertThat(moved.status()).isIn(200, 400, 404);
        assertThat(folders()).contains("Victim").noneMatch(one -> one.matches("(?s).*[\r\n\0].*"));
        assertThat(visitor.get("/mail/inbox").status()).isEqualTo(200);
    }

    @Test
    @Tag("T39")
    void nothingTypedBecomesAFieldOrARecipient() {
        server.bean(Preferences.class).update(an.id(), Map.of("undo-send", "0"));
        var binh = server.account("binh");
        var evil = server.account("evil");
        var field = "\r\nBcc: " + evil.login() + "\r\nX-Evil: 1\r\n\r\nbody";
        visitor.get(
                "/compose?mailto="
                        + encoded(
                                "mailto:"
                                        + binh.login()
                                        + "?subject=a%0D%0AX-Evil:1&bcc=x%0D%0AX-Evil:1"));
        assertThat(visitor.last().status()).isEqualTo(200);
        visitor.get("/compose");
        visitor.post(
                "/compose",
                "action",
                "send",
                "to",
                binh.login(),
                "cc",
                "",
                "bcc",
                server.account("hidden").login(),
                "subject",
                "hello" + field,
                "body",
                "text\r\n.\r\nMAIL FROM:<x@y>\r\nbare\rcr\nlf",
                "inReplyTo",
                "<a@b>" + field,
                "references",
                "<a@b>" + field,
                "source",
                "inbox:1" + field);
        assertThat(visitor.last().status()).isEqualTo(200);
        var reader = WebVisitor.signedIn(server, binh);
        var source = reader.get("/mail/inbox/1/source").page().wholeText();
        assertThat(source).contains("Subject: hello", "MAIL FROM:");
        var head = source.substring(0, source.indexOf("\r\n\r\n"));
        assertThat(head.lines()).noneMatch(line -> line.matches("(?i)(x-evil|bcc):.*"));
        assertThat(head).doesNotContain("hidden@");
        var other = WebVisitor.signedIn(server, evil);
        assertThat(other.get("/mail/inbox").page().select(".row")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "an@x.example' or 1=1 --",
                "an@x.example'; drop table account; --",
                "*)(uid=*))(|(uid=*",
                "x\r\nset session 0 900 5\r\nhello",
                "%",
                "_@%",
                "\u0000",
                "${jndi:ldap://127.0.0.1/x}"
            })
    @Tag("T41")
    void aLoginIsNoQuery(String typed) {
        var stranger = WebVisitor.of(server);
        for (var address : List.of(typed, an.address())) {
            stranger.signIn(address, typed);
            assertThat(stranger.get("/mail/inbox").at().getPath()).isEqualTo("/sign-in");
        }
        var root = WebVisitor.signedIn(server, server.administrator("root"));
        for (var page : List.of("accounts", "aliases", "lists", "queue", "audit", "sign-ins")) {
            var answer = root.get("/admin/" + page + "?q=" + encoded(typed));
            assertThat(answer.status()).as(page).isIn(200, 400);
        }
        visitor.get("/mail/inbox");
        assertThat(visitor.post("/language", "language", typed).status()).isEqualTo(400);
        assertThat(visitor.get("/mail/inbox").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../../application.yml",
                "/assets/%2e%2e/%2e%2e/application.yml",
                "/assets/..%2f..%2fapplication.yml",
                "/assets/..%5c..%5capplication.yml",
                "/assets/%252e%252e/application.yml",
                "/assets/..;/..;/application.yml",
                "/assets//../../application.yml",
                "/assets/js/../../../db/migration/V1__account.sql",
                "/assets/file:///etc/passwd",
                "/assets/classpath:application.yml",
                "/assets/js/%00.js",
                "/application.yml",
                "/templates/sign-in.html",
                "/static/assets/js/mail.js",
                "/WEB-INF/web.xml",
                "/.git/config"
            })
    @Tag("T44")
    void noPathLeadsToOtherFiles(String path) throws IOException {
        var web = server.web();
        try (var socket = new Socket("localhost", web.getPort())) {
            socket.setSoTimeout(30_000);
            var request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            var answer = new BufferedReader(in).lines().collect(Collectors.joining("\n"));
            assertThat(answer.lines().findFirst().orElse("")).containsAnyOf(" 303", " 400", " 404");
            assertThat(answer)
                    .doesNotContain(
                            "datasource",
                            "create table",
                            "root:",
                            "th:replace",
                            "repositoryformat");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "..\\x", "/etc/passwd", "C:\\x.txt", "a/../../b"})
    @Tag("T44")
    void aNameOrAChoiceIsNoPath(String name) {
        visitor.get("/mail/inbox");
        for (var form : List.of("theme", "language")) {
            assertThat(visitor.post("/" + form, form, name).status()).isEqualTo(400);
        }
        var page = visitor.with("Cookie", "theme=" + name).get("/mail/inbox");
        assertThat(page.page().html()).doesNotContain(name);
        for (var folder : List.of("", "/1", "/1/body", "/1/source")) {
            assertThat(visitor.get("/mail/" + encoded(name) + folder).status()).isIn(400, 404);
        }
    }

    /** Forms are records of what they ask for: what else is sent goes nowhere. */
    @Test
    @Tag("T47")
    void fieldsThatNobodyAskedForChangeNothing() {
        var extra =
                List.of(
                        "administrator", "true",
                        "account.administrator", "true",
                        "user.administrator", "true",
                        "id", "1",
                        "accountId", "1",
                        "account", "1",
                        "class.module.classLoader.x", "1",
                        "quotaOctets", "0",
                        "credentials", "0",
                        "__proto__[x]", "1",
                        "enabled", "false");
        visitor.get("/mail/inbox");
        for (var form :
                List.of("/theme", "/language", "/settings/security", "/folders/new", "/compose")) {
            var fields = new java.util.ArrayList<>(extra);
            fields.addAll(List.of("theme", "dark", "language", "en", "action", "save"));
            assertThat(visitor.post(form, fields.toArray(String[]::new)).status())
                    .as(form)
                    .isIn(200, 400);
            visitor.get("/mail/inbox");
        }
        var now = server.bean(Accounts.class).find(an.id()).orElseThrow();
        assertThat(now.administrator()).isFalse();
        assertThat(now.enabled()).isTrue();
        assertThat(visitor.get("/admin").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__${7*7}__::.x",
                "${7*7}",
                "*{7*7}",
                "[[${7*7}]]",
                "[(${7*7})]",
                "~{fragments/layout::top}",
                "::main",
                "redirect:https://evil.example",
                "forward:/admin",
                "__${T(java.lang.Runtime).getRuntime().exec('id')}__::x",
                "#{7*7}"
            })
    @Tag("T60")
    void nothingTypedIsATemplate(String typed) throws IOException {
        server.deliver(an.address(), Letters.of(typed, "text/plain", typed));
        for (var page :
                List.of(
                        "/mail/" + encoded(typed),
                        "/mail/inbox",
                        "/mail/inbox/1?view=" + encoded(typed),
                        "/search?q=" + encoded(typed) + "&in=" + encoded(typed),
                        "/search?q=" + encoded(typed),
                        "/compose?reply=inbox:1&to=" + encoded(typed),
                        "/sign-in?expired=" + encoded(typed),
                        "/error?x=" + encoded(typed))) {
            for (var target : List.of("", typed)) {
                var answer = visitor.with("HX-Target", target).get(page);
                assertThat(answer.status()).as(page).isIn(200, 400, 404);
                assertThat(answer.at().getHost()).isEqualTo("localhost");
                assertThat(answer.page().text()).as(page).doesNotContainPattern("\\b49\\b|uid=\\d");
            }
        }
    }
}
