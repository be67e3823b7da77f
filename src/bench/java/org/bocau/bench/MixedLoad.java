package org.bocau.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/**
 * Several clients on one mailbox do what clients do, at random but the same for every server:
 * commands a second, and how often what a client was told could not be true.
 */
final class MixedLoad {
    private static final double DURATION_MS = 5_000;

    private MixedLoad() {}

    static Figure run(Run run, int clients) throws Exception {
        seed(run.server());
        var all = new ArrayList<MixedClient>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < clients; i++) {
                var connection = run.server().connect(Role.MIXED);
                var client = new MixedClient(connection, run.round() * 1000L + i);
                all.add(client);
                work.add(() -> client.runFor(DURATION_MS));
            }
            long begun = System.nanoTime();
            for (var done : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                done.get();
            }
            return figure(all, Timing.since(begun) / 1e3);
        } finally {
            all.forEach(MixedClient::close);
        }
    }

    private static Figure figure(List<MixedClient> all, double seconds) {
        long commands = all.stream().mapToLong(MixedClient::commands).sum();
        long errors = all.stream().mapToLong(client -> client.errors().size()).sum();
        all.stream()
                .flatMap(client -> client.errors().stream())
                .limit(5)
                .forEach(error -> System.err.println("    state error: " + error));
        CommandTimes.table(all.stream().map(MixedClient::times).toList())
                .forEach(line -> System.err.println("        " + line));
        return new Figure(commands / seconds, errors + " state errors");
    }

    private static void seed(MailServer server) throws Exception {
        try (var client = server.connect(Role.MIXED)) {
            client.send("CREATE Beside"); // NO: it is there
            client.complete(ImapClient.Untagged.NONE);
            var held = new int[1];
            client.command("SELECT INBOX", one -> held[0] = held(one, held[0]));
            for (int left = 100 - held[0]; left > 0; left--) {
                WriteLoads.append(client);
            }
        }
    }

    private static int held(ImapClient response, int before) {
        return response.is("EXISTS") ? response.number() : before;
    }
}
