package org.bocau.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** STORE, COPY, MOVE, APPEND. */
final class WriteLoads {
    private static final int APPENDS = 2_000;
    private static final AtomicLong serial = new AtomicLong(1);

    private WriteLoads() {}

    static List<Load> all() {
        return List.of(
                Load.warm(
                        "store-one",
                        "STORE of one flag on one message, p50",
                        1,
                        WriteLoads::storeOne),
                Load.warm("store-10k", "STORE of one flag on 10,000", 0, run -> store(run, 10_000)),
                Load.warm(
                        "store-100k",
                        "STORE of one flag on 100,000",
                        0.5,
                        run -> store(run, 100_000)),
                Load.warm("copy", "COPY of 1,000", 0, run -> copy(run, false)),
                Load.warm("move", "MOVE of 1,000", 0, run -> copy(run, true)),
                Load.rate(
                        "append-1",
                        "APPEND of 10 KB, synced, 1 connection",
                        2,
                        run -> append(run, 1)),
                Load.rate(
                        "append-16",
                        "APPEND of 10 KB, synced, 16 connections",
                        2,
                        run -> append(run, 16)));
    }

    private static Figure storeOne(Run run) throws Exception {
        try (var client = run.server().select(Role.BIG)) {
            var turn = new AtomicLong();
            return Figure.of(
                    Timing.median(
                            200,
                            () -> {
                                long number = turn.getAndIncrement();
                                long message = 1 + number / 2 * 37 % run.messages();
                                var sign = number % 2 == 0 ? "+" : "-";
                                client.command("STORE " + message + " " + sign + "FLAGS (Bench)");
                            }));
        }
    }

    /** Set and taken off again; half of both. */
    private static Figure store(Run run, int count) throws Exception {
        try (var client = run.server().select(Role.BIG)) {
            var command = "STORE 1:" + run.atMost(count) + " ";
            double both =
                    Timing.of(() -> {
                        client.command(command + "+FLAGS.SILENT (\\Draft)");
                        client.command(command + "-FLAGS.SILENT (\\Draft)");
                    });
            return Figure.of(both / 2);
        }
    }

    private static Figure copy(Run run, boolean move) throws Exception {
        int count = run.atMost(1_000);
        try (var client = run.server().select(Role.BIG)) {
            client.command("CREATE Copies");
            client.command("CREATE Moved");
            double copying = Timing.of(() -> client.command("COPY 1:" + count + " Copies"));
            client.command("SELECT Copies");
            double moving = move ? Timing.of(() -> client.command("MOVE 1:* Moved")) : copying;
            client.command("SELECT INBOX");
            client.command("DELETE Copies");
            client.command("DELETE Moved");
            return Figure.of(moving);
        }
    }

    private static Figure append(Run run, int connections) throws Exception {
        int each = Math.min(APPENDS, run.messages()) / connections;
        var work = new ArrayList<Callable<Boolean>>();
        var clients = new ArrayList<ImapClient>();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                var client = run.server().connect(Role.DURABLE);
                clients.add(client);
                work.add(() -> appendSome(client, each));
            }
            double took =
                    Timing.of(() -> {
                        for (var done : threads.invokeAll(work)) {
                            done.get();
                        }
                    });
            return Figure.of(each * connections / (took / 1e3));
        } finally {
            clients.forEach(ImapClient::close);
        }
    }

    private static boolean appendSome(ImapClient client, int count) throws Exception {
        for (int left = count; left > 0; left--) {
            append(client);
        }
        return true;
    }

    /** One message that no other is like; the literal goes with the command (LITERAL+). */
    static void append(ImapClient client) throws IOException {
        append(client, ImapClient.Untagged.NONE);
    }

    static void append(ImapClient client, ImapClient.Untagged untagged) throws IOException {
        append(client, Corpus.tenKilobytes(serial.getAndIncrement()), untagged);
    }

    static void append(ImapClient client, byte[] message, ImapClient.Untagged untagged)
            throws IOException {
        byte[] command =
                (client.nextTag() + " APPEND INBOX (\\Seen) {" + message.length + "+}\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[command.length + message.length + 2];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(message, 0, all, command.length, message.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        client.raw(all);
        client.await(untagged);
    }
}
