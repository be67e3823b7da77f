package org.bocau.durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Another system's server, which remembers when it took each message. It is never struck. It knows
 * nobody called {@code nobody}, and {@code later} takes a message when it comes again.
 */
final class NextHop implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final ServerSocket listening;
    private final Map<String, List<Long>> accepted = new ConcurrentHashMap<>();
    private final Set<String> deferred = ConcurrentHashMap.newKeySet();

    NextHop() throws IOException {
        listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("next-hop").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** When each message was taken ({@link System#nanoTime}), by digest; damaged ones too. */
    Map<String, List<Long>> accepted() {
        return accepted;
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            }
        } catch (IOException closed) { // the test is over
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(socket, "220 next.example");
            var to = "";
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("RCPT")) {
                    to = line;
                }
                say(socket, line.equals("DATA") ? data(socket, in, to) : reply(line));
            }
        } catch (IOException gone) { // its client was struck
        }
    }

    private static String reply(String line) {
        if (line.startsWith("EHLO")) {
            return "250-next.example\r\n250-PIPELINING\r\n250 8BITMIME";
        }
        return line.startsWith("RCPT TO:<nobody@") ? "550 5.1.1 nobody" : "250 fine";
    }

    private String data(Socket socket, BufferedReader in, String to) throws IOException {
        if (to.contains("<nobody@")) {
            return "554 5.5.1 no recipients";
        }
        say(socket, "354 go on");
        var digest = Sample.read(message(in));
        if (to.contains("<later@") && deferred.add(digest)) {
            return "451 4.7.1 later";
        }
        accepted.computeIfAbsent(digest, _ -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
        return "250 taken";
    }

    private static String message(BufferedReader in) throws IOException {
        var message = new StringBuilder();
        for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("closed within a message");
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString();
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
