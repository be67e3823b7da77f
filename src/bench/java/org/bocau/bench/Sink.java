package org.bocau.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that takes everything and keeps nothing; it greets nobody before it opens. */
final class Sink implements Closeable {
    private static final int BACKLOG = 500;
    private static final String EXTENSIONS =
            """
            250-sink.example\r
            250-PIPELINING\r
            250-8BITMIME\r
            250-SMTPUTF8\r
            250 SIZE 60000000\r
            """;

    private final ServerSocket listening;
    private final Thread accepting;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger messages = new AtomicInteger();
    private final ConcurrentLinkedQueue<Socket> connections = new ConcurrentLinkedQueue<>();

    Sink(int port) throws IOException {
        listening = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        accepting = Thread.ofVirtual().start(this::accept);
    }

    void open() {
        opened.countDown();
    }

    /** So many have come. */
    int messages() {
        return messages.get();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> take(socket));
            }
        } catch (IOException closed) { // it has ended
        }
    }

    private void take(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            opened.await();
            say(socket, "220 sink.example\r\n");
            converse(socket, new Input(socket.getInputStream()));
        } catch (IOException gone) { // it may
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(Socket socket, Input in) throws IOException {
        var replies = new StringBuilder();
        while (true) {
            var line = in.line();
            var verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> replies.append(EXTENSIONS);
                case "DATA" -> {
                    say(socket, replies.append("354 go on\r\n").toString());
                    replies.setLength(0);
                    in.skipMessage();
                    messages.incrementAndGet();
                    replies.append("250 taken\r\n");
                }
                case "QUIT" -> {
                    say(socket, replies.append("221 bye\r\n").toString());
                    return;
                }
                default -> replies.append("250 fine\r\n");
            }
            if (!in.more()) { // RFC 2920 §3.2: one write for a pipelined group
                say(socket, replies.toString());
                replies.setLength(0);
            }
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            accepting.join(); // the port is free when nobody waits at it any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var connection : connections) {
            connection.close();
        }
    }
}
