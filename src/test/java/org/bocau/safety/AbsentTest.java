package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.session.StandardManager;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** Ways in that are not there. Who adds one meets this test, and writes those that it needs. */
@IntegrationTest
class AbsentTest {
    private final TestServer server;

    AbsentTest(TestServer server) {
        this.server = server;
    }

    /** Sessions are objects of this process and die with it: no octets are read back as one. */
    @Test
    @Tag("T42")
    void sessionsAreKeptNowhere() {
        var context =
                (ServletWebServerApplicationContext)
                        Objects.requireNonNull(
                                server.bean(DispatcherServlet.class).getWebApplicationContext());
        var tomcat = ((TomcatWebServer) Objects.requireNonNull(context.getWebServer())).getTomcat();
        for (var child : tomcat.getHost().findChildren()) {
            var manager = ((Context) child).getManager();
            assertThat(manager).isInstanceOf(StandardManager.class);
            assertThat(((StandardManager) manager).getPathname()).isNull();
        }
    }

    /** What a client sends in the place of an object stays text. */
    @Test
    @Tag("T42")
    void noParameterBecomesAnObject() {
        var an = WebVisitor.signedIn(server, server.account("an"));
        for (var octets :
                List.of(
                        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA",
                        "!O:8:\"stdClass\":0:{}",
                        "\u00ac\u00ed\u0000\u0005sr")) {
            an.get("/compose");
            var page =
                    an.post(
                            "/compose",
                            "action",
                            "save",
                            "subject",
                            octets,
                            "attachments",
                            octets,
                            "draft",
                            octets);
            assertThat(page.status()).isIn(200, 400);
            var thief = WebVisitor.of(server);
            thief.with("Cookie", "bocau-session=" + octets.replaceAll("[^A-Za-z0-9]", ""));
            assertThat(thief.get("/mail/inbox").at().getPath()).isEqualTo("/sign-in");
        }
    }
}
