package org.bocau.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that answers from a script, whatever the connection: a line {@code > text} waits for
 * exactly this line of the client, {@code < text} says it. Also the fake MX of the relay's tests.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<String> script;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    private ScriptedServer(ServerSocket listening, List<String> script) {
        this.listening = listening;
        this.script = script;
    }

    public static ScriptedServer start(String... script) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var server = new ScriptedServer(socket, List.of(script));
        Thread.ofVirtual().name("scripted-server").start(server::accept);
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** What the client said that the script did not expect; empty when all went well. */
    public String problems() {
        return String.join("\n", problems);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (var step : script) {
                var text = step.substring(2);
                if (step.startsWith("<")) {
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
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
