package org.bocau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bocau.bench.Load.Run;
import org.bocau.bench.Load.State;

/**
 * Starts the servers, gives both the same mail, and lets them take turns at each load. Progress
 * goes to standard error, the table to standard output.
 */
public final class Bench {
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final int MOST_WARM_UPS = 60;

    private final Options options;
    private final List<MailServer> servers;
    private final Results results;
    private final long begun = System.nanoTime();

    private Bench(Options options, List<MailServer> servers) {
        this.options = options;
        this.servers = servers;
        this.results = new Results(servers);
    }

    public static void main(String[] arguments) throws Exception {
        // as our server does: the clients' own threads are not to be what is measured
        System.getProperties().putIfAbsent("jdk.pollerMode", "1");
        if (List.of(arguments).contains("--list")) {
            loads().forEach(load -> System.out.println(load.id() + "\t" + load.title()));
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
            if (!Files.isRegularFile(options.jar())) {
                throw new IllegalArgumentException(options.jar() + " is missing: mvn package");
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        var kept = options.data();
        var folder = kept == null ? Files.createTempDirectory("bench") : kept.toAbsolutePath();
        var servers = servers(options, folder);
        var end = new Thread(() -> end(servers, kept == null ? folder : null));
        Runtime.getRuntime().addShutdownHook(end);
        new Bench(options, servers).run();
    }

    private static List<MailServer> servers(Options options, Path folder) throws IOException {
        var servers = new ArrayList<MailServer>();
        if (!options.servers().equals("dovecot")) {
            servers.add(new BocauServer(folder.resolve("bocau"), options));
        }
        if (!options.servers().equals("ours")) {
            DovecotServer.installed(folder.resolve("dovecot"))
                    .ifPresentOrElse(
                            servers::add, () -> say("Dovecot 2.3 is not installed: ours alone"));
        }
        return servers;
    }

    private static void end(
            List<MailServer> servers, @org.jspecify.annotations.Nullable Path away) {
        servers.forEach(MailServer::stop);
        if (away != null) {
            try (Stream<Path> files = Files.walk(away)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                say("left behind: " + away + " (" + e + ")");
            }
        }
    }

    static List<Load> loads() {
        return Stream.concat(
                        imap().stream(),
                        Stream.of(SmtpLoads.all(), Pop3Loads.all(), QueueLoads.all())
                                .flatMap(List::stream))
                .toList();
    }

    /** Those that want the large mailbox. */
    private static List<Load> imap() {
        return Stream.of(
                        SessionLoads.all().stream(),
                        ReadLoads.all().stream(),
                        FindLoads.all().stream(),
                        WriteLoads.all().stream(),
                        WebLoads.all().stream())
                .flatMap(each -> each)
                .toList();
    }

    private void run() throws IOException {
        var corpus = new Corpus(options.messages());
        boolean large = imap().stream().anyMatch(options::wants);
        for (var server : servers) {
            long started = System.nanoTime();
            server.start();
            if (large) {
                server.load(corpus);
            }
            say("%s is ready after %.0f s".formatted(server.name(), Timing.since(started) / 1e3));
        }
        for (var load : loads()) {
            if (options.wants(load)) {
                measure(load);
            }
        }
        System.out.println(head());
        System.out.println(results.table());
    }

    private String head() throws IOException {
        return String.format(
                Locale.ROOT,
                "%,d messages, median of %d; %d processors, load %s at the end; Java %s.%n",
                options.messages(),
                options.rounds(),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
                Runtime.version());
    }

    private void measure(Load load) {
        if (Timing.since(begun) > options.limit().toMillis()) {
            say(load.id() + " is left out: time is up");
            return;
        }
        say(load.id());
        if (load.state() == State.WARM) {
            servers.forEach(server -> warmUp(load, server));
        }
        // thousands of connections are not opened three times
        int rounds = load.state() == State.FRESH ? 1 : options.rounds();
        for (int round = 0; round < rounds; round++) {
            for (var server : round % 2 == 0 ? servers : servers.reversed()) {
                once(load, server, round);
            }
        }
    }

    /** Warm is a server that has run for days, also where its code is compiled as it runs. */
    private void warmUp(Load load, MailServer server) {
        long started = System.nanoTime();
        for (int times = 0;
                times == 0 || (times < MOST_WARM_UPS && Timing.since(started) < WARM_UP.toMillis());
                times++) {
            once(load, server, -1);
        }
    }

    /** Round -1 warms up and is not counted. */
    private void once(Load load, MailServer server, int round) {
        try {
            if (load.state() != State.WARM) {
                server.cold();
            }
            var figure = load.measurement().measure(new Run(server, options, round));
            if (round >= 0) {
                results.add(load, server, figure);
            }
            say(
                    "    %-20s %8.2f %s  %s"
                            .formatted(
                                    server.name(),
                                    figure.value(),
                                    load.unit().sign(),
                                    figure.note()));
        } catch (Exception e) {
            say("    " + server.name() + " failed: " + e);
            results.failed(load, server, String.valueOf(e.getMessage()));
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
