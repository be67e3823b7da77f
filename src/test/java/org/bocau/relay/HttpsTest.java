package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.bocau.testing.ScriptedServer;
import org.bocau.testing.TestAuthority;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web servers that strangers name. */
class HttpsTest {
    private final TestAuthority authority = new TestAuthority();
    private final Zone zone = new Zone();
    @TempDir Path folder;
    private TrustChoice trust = new TrustChoice(null);

    @BeforeEach
    void zone() throws IOException {
        zone.address("web.example", "127.0.0.1");
        trust = new TrustChoice(authority.write(folder.resolve("authority.pem")));
    }

    @Tag("T32")
    @Test
    void theNameIsLookedUpOnce() throws IOException {
        try (var server = server("HTTP/1.1 200 OK", "Content-Length: 2", "", "a")) {
            assertThat(get(server, true).status()).isEqualTo(200);
        }
        assertThat(zone.questions()).isOne();
    }

    /** One private address among them is enough: nobody needs that. */
    @Tag("T32")
    @Test
    void privateAddressesAreNotConnectedTo() throws IOException {
        zone.address("web.example", "192.0.2.1");
        try (var server = server("HTTP/1.1 200 OK", "")) {
            assertThatThrownBy(() -> get(server, false)).hasMessageContaining("public");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void theCertificateMustHaveTheName() throws IOException {
        var tls = authority.issue("other.example").context();
        var script = List.of("* tls");
        try (var server = ScriptedServer.start("127.0.0.1", 0, tls, List.of(script))) {
            assertThatThrownBy(() -> get(server, true)).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 4||ab",
                "HTTP/1.1 200 OK|content-length:4|X: y||ab",
                "HTTP/1.1 200|Transfer-Encoding: chunked||3;x=y|ab\r|1|\n|0|",
                "HTTP/1.0 200 OK||ab",
                "HTTP/1.1 100 Continue||HTTP/1.1 200 OK|Content-Length: 4||ab"
            })
    void contentComesInSeveralWays(String response) throws IOException {
        try (var server = server(response.split("\\|", -1))) {
            var content = get(server, true).content();
            assertThat(new String(content, StandardCharsets.US_ASCII)).startsWith("ab");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example ESMTP",
                "HTTP/2 200",
                "HTTP/1.1 200 OK|Content-Length: 400||ab",
                "HTTP/1.1 200 OK|Content-Length: 70000||ab",
                "HTTP/1.1 200 OK|Content-Length: -1||ab",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip||ab",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|ab|0|",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|abc|0|",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|ab",
                "HTTP/1.1 200 OK"
            })
    void whatIsNoResponseIsNone(String response) throws IOException {
        try (var server = server(response.split("\\|", -1))) {
            assertThatThrownBy(() -> get(server, true)).isInstanceOf(IOException.class);
        }
    }

    @Tag("T33")
    @Test
    void aResponseIsBounded() throws IOException {
        try (var server = server("HTTP/1.1 200 OK", "", "x".repeat(70_000))) {
            assertThatThrownBy(() -> get(server, true)).hasMessageContaining("64 KiB");
        }
        try (var server = server("HTTP/1.1 200 OK", "x: y\r\n".repeat(200))) {
            assertThatThrownBy(() -> get(server, true)).hasMessageContaining("without end");
        }
    }

    @Tag("T32")
    @ParameterizedTest
    @ValueSource(strings = {"http://web.example/", "https://a:b@web.example/", "https:///x", "x"})
    void onlyHttpsIsAsked(String place) {
        var https = new Https(trust.authorities(), zone, new Reach(true));

        assertThatThrownBy(() -> https.get(URI.create(place))).isInstanceOf(IOException.class);
    }

    @Test
    void contentIsGiven() throws IOException {
        var tls = authority.issue("web.example").context();
        var script =
                List.of(
                        "* tls",
                        "> POST /in?x=y HTTP/1.1",
                        "< HTTP/1.1 201 Created",
                        "< Content-Length: 0",
                        "< ");
        try (var server = ScriptedServer.start("127.0.0.1", 0, tls, List.of(script))) {
            var https = new Https(trust.authorities(), zone, new Reach(true));
            var place = URI.create("https://web.example:" + server.port() + "/in?x=y");
            var response = https.post(place, "application/x", new byte[] {1, 2});

            assertThat(response.status()).isEqualTo(201);
            assertThat(server.problems()).isEmpty();
        }
    }

    private Https.Response get(ScriptedServer server, boolean everywhere) throws IOException {
        var https = new Https(trust.authorities(), zone, new Reach(everywhere));
        return https.get(URI.create("https://web.example:" + server.port() + "/"));
    }

    private ScriptedServer server(String... response) throws IOException {
        var tls = authority.issue("web.example").context();
        var script = new ArrayList<>(List.of("* tls", "> GET / HTTP/1.1"));
        for (var line : response) {
            script.add("< " + line);
        }
        return ScriptedServer.start("127.0.0.1", 0, tls, List.of(script));
    }
}
