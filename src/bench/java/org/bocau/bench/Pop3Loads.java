package org.bocau.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** The whole maildrop over POP3. */
final class Pop3Loads {
    private static final int MESSAGES = 2_000;

    private Pop3Loads() {}

    static List<Load> all() {
        return List.of(
                Load.rate(
                        "pop3-one",
                        "POP3, download of 2,000 messages, one at a time",
                        1,
                        run -> download(run, false)),
                Load.rate(
                        "pop3-pipelined",
                        "POP3, download of 2,000 messages, pipelined",
                        0.5,
                        run -> download(run, true)));
    }

    private static Figure download(Run run, boolean pipelined) throws Exception {
        fill(run.server());
        var login = run.server().login(Role.POP3).split(" ");
        try (var socket =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        run.server().port(MailServer.Service.POP3))) {
            socket.setTcpNoDelay(true);
            var in = new Input(socket.getInputStream());
            accepted(in);
            ask(socket, in, "USER " + login[0]);
            ask(socket, in, "PASS " + login[1]);
            long begun = System.nanoTime();
            long octets = pipelined ? pipelined(socket, in) : oneAtATime(socket, in);
            double took = Timing.since(begun);
            ask(socket, in, "QUIT");
            return new Figure(
                    MESSAGES / (took / 1e3), String.format(Locale.ROOT, "%,d KB", octets / 1024));
        }
    }

    private static long oneAtATime(Socket socket, Input in) throws IOException {
        long octets = 0;
        for (int n = 1; n <= MESSAGES; n++) {
            send(socket, "RETR " + n + "\r\n");
            accepted(in);
            octets += in.skipMessage();
        }
        return octets;
    }

    /** RFC 2449 §6.6: all commands at once, from another thread than reads the replies. */
    private static long pipelined(Socket socket, Input in) throws Exception {
        var commands = new StringBuilder();
        for (int n = 1; n <= MESSAGES; n++) {
            commands.append("RETR ").append(n).append("\r\n");
        }
        var writer = Thread.ofVirtual().start(() -> sendAll(socket, commands.toString()));
        long octets = 0;
        for (int n = 1; n <= MESSAGES; n++) {
            accepted(in);
            octets += in.skipMessage();
        }
        writer.join();
        return octets;
    }

    private static void sendAll(Socket socket, String commands) {
        try {
            send(socket, commands);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void ask(Socket socket, Input in, String command) throws IOException {
        send(socket, command + "\r\n");
        accepted(in);
    }

    private static void accepted(Input in) throws IOException {
        var reply = in.line();
        if (!reply.startsWith("+")) {
            throw new IOException("refused: " + reply);
        }
    }

    /** The same messages for both, by APPEND. */
    private static void fill(MailServer server) throws IOException {
        try (var client = server.connect(Role.POP3)) {
            var held = new AtomicInteger();
            client.command(
                    "EXAMINE INBOX",
                    one -> {
                        if (one.is("EXISTS")) {
                            held.set(one.number());
                        }
                    });
            for (int n = held.get(); n < MESSAGES; n++) {
                WriteLoads.append(client, Corpus.tenKilobytes(n), ImapClient.Untagged.NONE);
            }
        }
    }
}
