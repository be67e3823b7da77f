package org.bocau.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.bocau.testing.TestAuthority;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** A server that a letter names: where it may be, and what it may do to us (T32, T33). */
@Timeout(30)
class RemoteClientTest {
    private final Zone zone = new Zone();
    private final TestAuthority authority = new TestAuthority();
    private final List<HttpExchange> asked = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    RemoteClientTest() throws IOException {
        this.server = HttpServer.create(loopback(), 0);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    @BeforeEach
    void start() {
        zone.address("web.example", "127.0.0.1");
        begin();
    }

    private void begin() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private void at(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    asked.add(exchange);
                    handler.handle(exchange);
                    exchange.close();
                });
    }

    private void answers(String path, int status, String... fields) {
        at(
                path,
                exchange -> {
                    for (int i = 0; i < fields.length; i += 2) {
                        exchange.getResponseHeaders().add(fields[i], fields[i + 1]);
                    }
                    exchange.sendResponseHeaders(status, 2);
                    exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
                });
    }

    private RemoteProperties limits(int loopbackPort) {
        return new RemoteProperties(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                DataSize.ofKilobytes(100),
                1_000_000,
                4,
                loopbackPort);
    }

    private RemoteClient client() throws Exception {
        return new RemoteClient(limits(server.getAddress().getPort()), zone, trust());
    }

    private SSLContext trust() {
        return authority.trust();
    }

    private RemoteAddress place(String path) {
        return address("http://web.example:" + server.getAddress().getPort() + path);
    }

    private static RemoteAddress address(String text) {
        return Objects.requireNonNull(RemoteAddress.parse(text));
    }

    private static void get(RemoteClient client, RemoteAddress place) throws IOException {
        client.get(place, "*/*", 10_000);
    }

    @Test
    void asksOnceAndTellsNothingOfTheReader() throws Exception {
        answers("/a", 200, "Content-Type", "Text/Plain; charset=x", "Set-Cookie", "id=1");
        try (var client = closing(client())) {
            var reply = client.it().get(place("/a?b=c"), "image/png", 10_000);
            assertThat(reply.type()).isEqualTo("text/plain");
            assertThat(reply.content()).asString().isEqualTo("ok");
            get(client.it(), place("/a"));
        }
        assertThat(zone.questions()).isEqualTo(2);
        assertThat(asked.getLast().getRequestHeaders())
                .doesNotContainKeys(
                        "Cookie",
                        "Referer",
                        "Authorization",
                        "Accept-language",
                        "X-forwarded-for",
                        "Upgrade");
        assertThat(asked.getFirst().getRequestHeaders().getFirst("Host"))
                .isEqualTo("web.example:" + server.getAddress().getPort());
        assertThat(asked.getFirst().getRequestURI()).hasToString("/a?b=c");
    }

    private record Closing(RemoteClient it) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            it.destroy();
        }
    }

    private static Closing closing(RemoteClient client) {
        return new Closing(client);
    }

    @Tag("T32")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://localhost./",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://metadata.example/",
                "http://half.example/",
                "http://nat64.example/",
                "http://unknown.example/"
            })
    void whatIsNotOnTheInternetIsNotAsked(String place) throws Exception {
        zone.address("metadata.example", "169.254.169.254");
        zone.address("half.example", "192.0.2.1", "127.0.0.1");
        zone.address("nat64.example", "64:ff9b::7f00:1");
        zone.address("localhost", "127.0.0.1");
        try (var client = closing(client())) {
            assertThatThrownBy(() -> get(client.it(), address(place)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Tag("T32")
    @ParameterizedTest
    @ValueSource(strings = {"http://web.example:25/", "https://web.example:8443/"})
    void onlyThePortsOfTheWebAreAsked(String place) throws Exception {
        try (var client = closing(client())) {
            assertThatThrownBy(() -> get(client.it(), address(place))).hasMessageContaining("port");
        }
    }

    @Test
    void loopbackIsClosedUnlessATestOpensIt() throws Exception {
        answers("/a", 200);
        try (var client = closing(new RemoteClient(limits(0), zone, trust()))) {
            assertThatThrownBy(() -> get(client.it(), place("/a"))).isInstanceOf(IOException.class);
        }
        assertThat(asked).isEmpty();
    }

    @Tag("T32")
    @Test
    void redirectsAreJudgedLikeTheFirstPlace() throws Exception {
        answers("/a", 302, "Location", "/b");
        answers("/b", 200);
        answers("/inside", 302, "Location", "http://127.0.0.1:1/x");
        answers("/round", 302, "Location", "/round");
        try (var client = closing(client())) {
            assertThat(client.it().get(place("/a"), "*/*", 10).successful()).isTrue();
            assertThatThrownBy(() -> get(client.it(), place("/inside")))
                    .hasMessageContaining("port");
            assertThatThrownBy(() -> get(client.it(), place("/round")))
                    .hasMessageContaining("many");
        }
    }

    @Tag("T34")
    @Test
    void aPostIsNotSentOn() throws Exception {
        answers("/a", 307, "Location", "/b");
        answers("/b", 200);
        try (var client = closing(client())) {
            var reply = client.it().post(place("/a"), "text/plain", new byte[] {'x'}, 10);
            assertThat(reply.successful()).isFalse();
        }
        assertThat(asked).hasSize(1);
    }

    @Tag("T33")
    @Test
    void whatIsTooLargeOrPackedIsNotTaken() throws Exception {
        at(
                "/told",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000_000_000);
                    exchange.getResponseBody().write(new byte[10_000]);
                    exchange.getResponseBody().flush();
                });
        at(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    var out = exchange.getResponseBody();
                    for (int i = 0; i < 100_000; i++) out.write(new byte[10_000]);
                });
        answers("/gzip", 200, "Content-Encoding", "gzip");
        try (var client = closing(client())) {
            for (var path : List.of("/told", "/endless", "/gzip")) {
                assertThatThrownBy(() -> get(client.it(), place(path)))
                        .as(path)
                        .isInstanceOf(RemoteRefusal.class);
            }
        }
    }

    /** An octet now and then never reaches a limit of silence; the end of the time does. */
    @Tag("T33")
    @Test
    void whoDripsIsCutOff() throws Exception {
        at(
                "/drip",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        do {
                            exchange.getResponseBody().write('x');
                            exchange.getResponseBody().flush();
                        } while (!over.await(100, java.util.concurrent.TimeUnit.MILLISECONDS));
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                });
        long since = System.nanoTime();
        try (var client = closing(client())) {
            assertThatThrownBy(() -> get(client.it(), place("/drip")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theCertificateMustBeForTheName() throws Exception {
        server.stop(0);
        var https = HttpsServer.create(loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(authority.issue("web.example").context()));
        server = https;
        begin();
        answers("/a", 200);
        zone.address("other.example", "127.0.0.1");
        int port = server.getAddress().getPort();
        try (var client = closing(client())) {
            var right = address("https://web.example:" + port + "/a");
            assertThat(client.it().get(right, "*/*", 10).successful()).isTrue();
            var wrong = address("https://other.example:" + port + "/a");
            assertThatThrownBy(() -> get(client.it(), wrong)).isInstanceOf(SSLException.class);
        }
    }

    @Tag("T33")
    @Test
    void picturesAreKnownByTheirOctets() throws Exception {
        answers("/fake.png", 200, "Content-Type", "image/png");
        try (var client = closing(client())) {
            var images = new RemoteImages(client.it(), limits(server.getAddress().getPort()));
            assertThatThrownBy(() -> images.fetch(place("/fake.png")))
                    .isInstanceOf(RemoteRefusal.class);
        }
    }
}
