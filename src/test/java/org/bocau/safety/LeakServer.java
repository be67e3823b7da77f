package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A host of somebody else on this machine, on a port of its own: it listens for what must not reach
 * it, and may have pages that attack. To browsers {@link #neighbour} is the same site as the
 * application, of another origin; {@link #stranger} is another site.
 */
final class LeakServer implements AutoCloseable {
    private final Queue<Hit> hits = new ConcurrentLinkedQueue<>();
    private final Queue<String> alerts = new ConcurrentLinkedQueue<>();
    private final Map<String, PageOfTheirs> pages = new ConcurrentHashMap<>();
    private final HttpServer server;

    private record PageOfTheirs(String html, Map<String, String> headers) {}

    /** A request that came. */
    record Hit(String host, String path, @Nullable String referrer, @Nullable String cookie) {}

    LeakServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        var page = pages.get(path);
        if (page == null) {
            if (!path.equals("/favicon.ico")) hits.add(hit(exchange, path));
            exchange.sendResponseHeaders(204, -1);
        } else {
            var octets = page.html().getBytes(StandardCharsets.UTF_8);
            page.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
        }
        exchange.close();
    }

    private static Hit hit(HttpExchange exchange, String path) {
        var headers = exchange.getRequestHeaders();
        return new Hit(
                Objects.requireNonNullElse(headers.getFirst("Host"), ""),
                path,
                headers.getFirst("Referer"),
                headers.getFirst("Cookie"));
    }

    /** Hears the scripts of the attacks: each says so in a dialog. */
    void watch(BrowserContext browser) {
        browser.onDialog(dialog -> {
            if (dialog.type().equals("beforeunload")) { // ours, for what is not saved yet
                dialog.accept();
                return;
            }
            alerts.add(dialog.message());
            dialog.dismiss();
        });
    }

    /** What ran. */
    List<String> alerts() {
        return List.copyOf(alerts);
    }

    /** No script has run and nothing came. */
    void requireSilence() {
        assertThat(alerts).isEmpty();
        assertThat(hits).isEmpty();
    }

    /** What came, but for what the pages of this host are. */
    List<Hit> hits() {
        return List.copyOf(hits);
    }

    /** Has a page at a path. */
    void page(String path, String html) {
        page(path, html, Map.of());
    }

    void page(String path, String html, Map<String, String> headers) {
        pages.put(path, new PageOfTheirs(html, headers));
    }

    String neighbour(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    String stranger(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The text with {@code leak.test} made this host. */
    String aimed(String text) {
        return text.replace("leak.test", "127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
