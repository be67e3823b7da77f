package org.bocau.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host that takes mail: an SMTP server that remembers what it was sent, and answers as the test
 * wants. Any number of connections. Careless: any CR or LF ends a line, so a lone dot between any
 * two of them ends the data.
 */
public final class MailSink implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    /** Said as a reply, it hangs up instead. */
    public static final String HANGS_UP = "";

    private final ServerSocket listening;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Semaphore arrived = new Semaphore(0);
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile List<String> offered = List.of("8BITMIME", "PIPELINING", "SIZE 60000000");
    private volatile Semaphore gate = new Semaphore(Integer.MAX_VALUE);

    /**
     * A message whose final dot came.
     *
     * @param connection 1 is the first
     * @param mail the MAIL command
     * @param rcpt the RCPT commands that were accepted
     * @param data unstuffed, lines ended by CRLF; of BDAT as it came; ISO 8859-1 characters
     */
    public record Received(int connection, String mail, List<String> rcpt, String data) {}

    private MailSink(ServerSocket listening) {
        this.listening = listening;
    }

    public static MailSink start() throws IOException {
        var sink = new MailSink(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("mail-sink").start(sink::accept);
        return sink;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Lines of the reply to EHLO from now on. */
    public MailSink offers(String... keywords) {
        offered = List.of(keywords);
        return this;
    }

    /**
     * From now on a command that begins so gets this reply; {@code "."} stands for the end of the
     * data, {@link #HANGS_UP} for none.
     */
    public MailSink answers(String command, String reply) {
        answers.put(command, reply);
        return this;
    }

    /** Ends {@link #answers}. */
    public MailSink answersAsUsual(String command) {
        answers.remove(command);
        return this;
    }

    /** From now on the reply to the final dot waits for {@link #letPass}. */
    public MailSink holdsBack() {
        gate = new Semaphore(0);
        return this;
    }

    public void letPass(int replies) {
        gate.release(replies);
    }

    /** Waits until this many more messages have come. */
    public void await(int messages) throws InterruptedException {
        if (!arrived.tryAcquire(messages, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(received.size() + " messages have come so far");
        }
    }

    /** Those whose dot came, in that order, whatever was answered. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How many connections there have been. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().name("mail-sink-" + number).start(() -> serve(number, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(int number, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            new Dialogue(number, in, socket.getOutputStream()).run();
        } catch (SocketException reset) {
            // the client is gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Dialogue {
        private final int number;
        private final BufferedReader in;
        private final OutputStream out;
        private String mail = "";
        private List<String> rcpt = new ArrayList<>();

        Dialogue(int number, BufferedReader in, OutputStream out) {
            this.number = number;
            this.in = in;
            this.out = out;
        }

        void run() throws IOException, InterruptedException {
            boolean open = say(answer("CONNECT", "220 sink.example ESMTP"));
            while (open) {
                var line = in.readLine();
                open = line != null && handle(line);
            }
        }

        private boolean handle(String line) throws IOException, InterruptedException {
            var verb = line.split(" ", 2)[0];
            return switch (verb) {
                case "EHLO" -> say(answer(line, ehlo()));
                case "MAIL" -> {
                    mail = line;
                    rcpt = new ArrayList<>();
                    yield say(answer(line, "250 2.1.0 ok"));
                }
                case "RCPT" -> {
                    var reply = answer(line, "250 2.1.5 ok");
                    if (reply.startsWith("2")) {
                        rcpt.add(line);
                    }
                    yield say(reply);
                }
                case "DATA" -> data(line);
                case "BDAT" -> chunk(line);
                case "QUIT" -> {
                    say("221 2.0.0 bye");
                    yield false;
                }
                default -> say("250 2.0.0 ok");
            };
        }

        private String ehlo() {
            var reply = new StringBuilder("250-sink.example\r\n");
            offered.forEach(keyword -> reply.append("250-").append(keyword).append("\r\n"));
            return reply + "250 ENHANCEDSTATUSCODES";
        }

        private boolean data(String line) throws IOException, InterruptedException {
            var go = answer(line, rcpt.isEmpty() ? "554 5.5.1 no recipients" : "354 go");
            if (!say(go) || !go.startsWith("3")) {
                return !go.isEmpty();
            }
            var data = new StringBuilder();
            for (var next = in.readLine(); !".".equals(next); next = in.readLine()) {
                if (next == null) {
                    return false;
                }
                data.append(next.startsWith(".") ? next.substring(1) : next).append("\r\n");
            }
            return take(data.toString());
        }

        /** A whole message in one chunk, which is all that our client sends. RFC 3030. */
        private boolean chunk(String line) throws IOException, InterruptedException {
            var words = line.split(" ", -1);
            if (words.length != 3 || !words[2].equals("LAST")) {
                return say("501 5.5.4 one chunk only");
            }
            var octets = new char[Integer.parseInt(words[1])];
            for (int n, at = 0; at < octets.length; at += n) {
                n = in.read(octets, at, octets.length - at);
                if (n < 0) {
                    return false;
                }
            }
            return take(new String(octets));
        }

        private boolean take(String data) throws IOException, InterruptedException {
            received.add(new Received(number, mail, List.copyOf(rcpt), data));
            arrived.release();
            gate.acquire();
            return say(answer(".", "250 2.0.0 taken"));
        }

        private String answer(String command, String usual) {
            return answers.entrySet().stream()
                    .filter(rule -> command.startsWith(rule.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(usual);
        }

        private boolean say(String reply) throws IOException {
            if (reply.isEmpty()) {
                return false;
            }
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
