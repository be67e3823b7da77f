package org.bocau.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.Load.State;
import org.bocau.bench.Load.Unit;

/** Taking mail in: what counts is when it is in the mailboxes. */
final class SmtpLoads {
    static final String SENDER = "ada@load.example";

    private static final int MESSAGES = 2_000;
    private static final int ALONE = 500;
    private static final long PATIENCE_MS = 180_000;
    private static final long POLL_MS = 20;
    private static final int SLOW = 1_000;
    private static final int SLOW_SECONDS = 8;
    private static final AtomicLong serial = new AtomicLong(System.nanoTime());

    private SmtpLoads() {}

    static List<Load> all() {
        return List.of(
                Load.rate("smtp-1", title(1), 0, run -> deliver(run, 1)),
                Load.rate("smtp-16", title(16), 8, run -> deliver(run, 16)),
                Load.rate("smtp-64", title(64), 8, run -> deliver(run, 64)),
                Load.warm(
                        "smtp-cpu",
                        "Server CPU for a message accepted and filed, 16 sessions",
                        0,
                        SmtpLoads::processor),
                Load.warm(
                        "smtp-fan",
                        "1 message to 1,000 local recipients, until all have it",
                        0,
                        SmtpLoads::fan),
                Load.warm(
                        "smtp-25mb", "A message of 25 MB, until it is filed", 0, SmtpLoads::large),
                share("limit-1", 1, Pgbench.Script.TWO_STATEMENTS),
                share("limit-16", 16, Pgbench.Script.TWO_STATEMENTS),
                share("limit-64", 64, Pgbench.Script.TWO_STATEMENTS),
                share("one-16", 16, Pgbench.Script.ONE_STATEMENT),
                share("one-64", 64, Pgbench.Script.ONE_STATEMENT),
                share("same-16", 16, Pgbench.Script.SAME_ROWS),
                share("same-64", 64, Pgbench.Script.SAME_ROWS),
                new Load(
                        "smtp-slow",
                        "A session that sends slowly",
                        Unit.KIBIBYTES,
                        State.FRESH,
                        0,
                        SmtpLoads::slow));
    }

    private static String title(int sessions) {
        return "SMTP, 10 KB, accepted and filed, "
                + sessions
                + (sessions == 1 ? " session" : " sessions");
    }

    private static Load share(String id, int sessions, Pgbench.Script script) {
        return new Load(
                id,
                "%d sessions as a share of pgbench, %s, %d clients"
                        .formatted(
                                sessions, script.title(), Math.min(sessions, Pgbench.MOST_CLIENTS)),
                Unit.SHARE,
                State.WARM,
                script == Pgbench.Script.TWO_STATEMENTS && sessions > 1 ? 1 : 0,
                run -> share(run, sessions, script));
    }

    /** How a delivery went, times in milliseconds. */
    private record Delivery(int messages, double accepted, double filed, double cpu) {
        double perSecond() {
            return messages / (filed / 1e3);
        }
    }

    private static Figure deliver(Run run, int sessions) throws Exception {
        var delivery = delivery(run, sessions);
        double accepted = delivery.messages() / (delivery.accepted() / 1e3);
        return new Figure(
                delivery.perSecond(), String.format(Locale.ROOT, "accepted %,.0f/s", accepted));
    }

    private static Figure processor(Run run) throws Exception {
        var delivery = delivery(run, 16);
        return Figure.of(delivery.cpu() / delivery.messages());
    }

    private static Figure share(Run run, int sessions, Pgbench.Script script) throws Exception {
        var database = run.server().database();
        if (database.isEmpty()) {
            return Figure.NONE;
        }
        double limit =
                Pgbench.perSecond(database.get(), script, Math.min(sessions, Pgbench.MOST_CLIENTS));
        double ours = delivery(run, sessions).perSecond();
        return new Figure(
                ours / limit, String.format(Locale.ROOT, "%,.0f/s of %,.0f/s", ours, limit));
    }

    private static Delivery delivery(Run run, int sessions) throws Exception {
        int each = run.atMost(sessions == 1 ? ALONE : MESSAGES) / sessions;
        int all = each * sessions;
        var messages = new ArrayList<byte[]>();
        for (int n = 0; n < all; n++) {
            messages.add(Corpus.tenKilobytes(serial.getAndIncrement()));
        }
        var server = run.server();
        long wanted = server.filed(0, Crowd.IN_TURN) + all;
        double cpu = server.processorMillis();
        long begun = System.nanoTime();
        Together.run(
                sessions,
                session -> {
                    try (var client = SmtpClient.connect(server.port(MailServer.Service.SMTP))) {
                        for (int n = session * each; n < (session + 1) * each; n++) {
                            var to = List.of(Crowd.address(n % Crowd.IN_TURN));
                            client.send(SENDER, to, messages.get(n));
                        }
                    }
                });
        double accepted = Timing.since(begun);
        var filed = awaitFiled(server, 0, Crowd.IN_TURN, wanted);
        return new Delivery(
                all, accepted, (filed.at() - begun) / 1e6, filed.processorMillis() - cpu);
    }

    private record Filed(long at, double processorMillis) {}

    /** When the look began that found all of them: the looking itself is nobody's delivery. */
    private static Filed awaitFiled(MailServer server, int from, int to, long wanted)
            throws Exception {
        long begun = System.nanoTime();
        while (Timing.since(begun) < PATIENCE_MS) {
            var now = new Filed(System.nanoTime(), server.processorMillis());
            long filed = server.filed(from, to);
            if (filed == wanted) {
                return now;
            }
            if (filed > wanted) {
                throw new IOException((filed - wanted) + " messages came twice");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        throw new IOException("not all were filed in " + PATIENCE_MS / 1000 + " s");
    }

    private static Figure fan(Run run) throws Exception {
        var server = run.server();
        var everybody =
                IntStream.range(Crowd.IN_TURN, Crowd.size()).mapToObj(Crowd::address).toList();
        long wanted = server.filed(Crowd.IN_TURN, Crowd.size()) + everybody.size();
        byte[] message = Corpus.tenKilobytes(serial.getAndIncrement());
        long begun = System.nanoTime();
        try (var client = SmtpClient.connect(server.port(MailServer.Service.SMTP))) {
            client.send(SENDER, everybody, message);
        }
        var filed = awaitFiled(server, Crowd.IN_TURN, Crowd.size(), wanted);
        return Figure.of((filed.at() - begun) / 1e6);
    }

    private static Figure large(Run run) throws Exception {
        var server = run.server();
        long wanted = server.filed(0, 1) + 1;
        byte[] message = Corpus.megabytes(serial.getAndIncrement(), 25);
        long begun = System.nanoTime();
        try (var client = SmtpClient.connect(server.port(MailServer.Service.SMTP))) {
            client.send(SENDER, List.of(Crowd.address(0)), message);
        }
        return Figure.of((awaitFiled(server, 0, 1, wanted).at() - begun) / 1e6);
    }

    /**
     * Memory of all the server's processes for each of very many sessions in the middle of a
     * message, a kilobyte of which comes each second.
     */
    private static Figure slow(Run run) throws Exception {
        int count = Math.min(SLOW, run.server().mostIdle());
        slowly(run.server(), Math.min(count, 100), 1);
        long before = run.server().memory();
        double each = (slowly(run.server(), count, SLOW_SECONDS) - before) / 1024.0 / count;
        return new Figure(each, String.format(Locale.ROOT, "%,d sessions", count));
    }

    /** Memory while they are at it. */
    private static long slowly(MailServer server, int count, int seconds) throws Exception {
        var clients = new ArrayList<SmtpClient>();
        try {
            for (int n = 0; n < count; n++) {
                var client = SmtpClient.connect(server.port(MailServer.Service.SMTP));
                clients.add(client);
                client.begin(SENDER, List.of(Crowd.address(n % Crowd.IN_TURN)));
                client.write("Subject: slow " + serial.getAndIncrement() + "\r\n\r\n");
            }
            var line = ("0123456789".repeat(7) + "\r\n").repeat(14);
            for (int second = 0; second < seconds; second++) {
                for (var client : clients) {
                    client.write(line);
                }
                TimeUnit.SECONDS.sleep(1);
            }
            long memory = server.memory();
            for (var client : clients) {
                client.end();
            }
            return memory;
        } finally {
            clients.forEach(SmtpClient::close);
        }
    }
}
