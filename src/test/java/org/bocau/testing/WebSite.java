package org.bocau.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A stranger's web server on this machine, the only one that the application asks as if it were on
 * the Internet. Shared by all tests of the JVM: each takes a path of its own.
 */
public final class WebSite {
    private final HttpServer server;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private WebSite() {
        try {
            var loopback = InetAddress.ofLiteral("127.0.0.1");
            server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static final class Holder {
        static final WebSite INSTANCE = new WebSite();
    }

    public static WebSite shared() {
        return Holder.INSTANCE;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of a path here. */
    public String address(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Answers at this path, and below it, from now on. */
    public void at(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    asked.add(line(exchange));
                    handler.handle(exchange);
                    exchange.close();
                });
    }

    /** The same with one answer. */
    public void answers(String path, String type, byte[] content) {
        at(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", type);
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                });
    }

    private static String line(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI();
    }

    /** What was asked for at this path and below it: {@code GET /a?b=c}. */
    public List<String> asked(String path) {
        return asked.stream().filter(line -> line.split(" ", 2)[1].startsWith(path)).toList();
    }
}
