package org.bocau.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers from a script: a line {@code > text} waits for exactly this line of the
 * client, {@code < text} says it, {@code * tls} does a TLS handshake, {@code * wait} says nothing
 * until the client hangs up, {@code * close} hangs up. Also the fake MX of the relay's tests.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final List<List<String>> scripts;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    private ScriptedServer(
            ServerSocket listening, @Nullable SSLContext tls, List<List<String>> scripts) {
        this.listening = listening;
        this.tls = tls;
        this.scripts = scripts;
    }

    /** Plays the same script to everybody. */
    public static ScriptedServer start(String... script) throws IOException {
        return start("127.0.0.1", 0, null, List.of(List.of(script)));
    }

    /**
     * @param address of this machine, as a literal
     * @param port 0 picks a free one
     * @param tls for {@code * tls}
     * @param scripts one for each connection; the last one for all that follow
     */
    public static ScriptedServer start(
            String address, int port, @Nullable SSLContext tls, List<List<String>> scripts)
            throws IOException {
        var socket = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        var server = new ScriptedServer(socket, tls, scripts);
        Thread.ofVirtual().name("scripted-server").start(server::accept);
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many clients have connected until now. */
    public int connections() {
        return connections.get();
    }

    /** What the client said that the script did not expect; empty when all went well. */
    public String problems() {
        return String.join("\n", problems);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                int number = connections.getAndIncrement();
                var script = scripts.get(Math.min(number, scripts.size() - 1));
                Thread.ofVirtual().start(() -> converse(socket, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket raw, List<String> script) {
        try (raw) {
            Socket socket = raw;
            var in = reader(socket);
            for (var step : script) {
                var text = step.substring(2);
                if (step.equals("* tls")) {
                    socket = handshake(raw);
                    in = reader(socket);
                } else if (step.equals("* close")) {
                    return;
                } else if (step.equals("* wait")) {
                    in.readLine();
                } else if (step.startsWith("<")) {
                    socket.getOutputStream()
                            .write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    var line = in.readLine();
                    if (!text.equals(line)) {
                        problems.add("expected " + text + " got " + line);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            problems.add(e.toString());
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private Socket handshake(Socket raw) throws IOException {
        if (tls == null) {
            throw new IllegalStateException("* tls needs a context");
        }
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
