package org.bocau.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and how much of it.
 *
 * @param jar our packaged server
 * @param jvm its JVM's options; by default those of the container's image
 * @param only beginnings of the loads' ids; empty: all
 * @param without likewise, left out
 * @param servers {@code both}, {@code ours} or {@code dovecot}
 * @param messages in the large mailbox
 * @param rounds measurements of each load, of which the median is told
 * @param idle connections in IDLE
 * @param data where both servers keep their data for the next run; null: a temporary folder
 * @param limit no load begins after so long
 */
record Options(
        Path jar,
        List<String> jvm,
        List<String> only,
        List<String> without,
        String servers,
        int messages,
        int rounds,
        int idle,
        @Nullable Path data,
        Duration limit) {
    static final String USAGE =
            """
            Compares the packaged server with Dovecot, where that is installed.
              --quick            5,000 messages, 1,000 connections in IDLE
              --messages N       in the large mailbox (100000)
              --rounds N         measurements of each load; the median counts (3)
              --idle N           connections in IDLE (10000)
              --only A,B         loads whose id begins with A or B
              --without A,B      not these
              --servers WHICH    both, ours or dovecot
              --data FOLDER      keep the loaded mailboxes there for the next run
              --jar FILE         the server (target/bocau.jar)
              --jvm "OPTIONS"    of the server's JVM
              --minutes N        begin no load after so long (90)
              --list             tell the loads and end
            """;

    static final Options DEFAULT =
            new Options(
                    Path.of("target", "bocau.jar"),
                    List.of(
                            "-XX:+UseCompactObjectHeaders",
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-XX:+ExitOnOutOfMemoryError"),
                    List.of(),
                    List.of(),
                    "both",
                    100_000,
                    3,
                    10_000,
                    null,
                    Duration.ofMinutes(90));

    /**
     * @throws IllegalArgumentException with a sentence for who called us
     */
    static Options parse(List<String> arguments) {
        var options = DEFAULT;
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var name = rest.next();
            if (name.equals("--quick")) {
                options = options.with("--messages", "5000").with("--idle", "1000");
            } else if (rest.hasNext()) {
                options = options.with(name, rest.next());
            } else {
                throw new IllegalArgumentException(name + " is unknown or lacks its value");
            }
        }
        if (options.messages < 1_000 || options.rounds < 1 || options.rounds > 99) {
            throw new IllegalArgumentException("at least 1000 messages, 1 to 99 rounds");
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--jar" -> copy(Path.of(value), jvm, only, without, servers, data, limit);
            case "--jvm" -> copy(jar, words(value, " "), only, without, servers, data, limit);
            case "--only" -> copy(jar, jvm, words(value, ","), without, servers, data, limit);
            case "--without" -> copy(jar, jvm, only, words(value, ","), servers, data, limit);
            case "--servers" -> copy(jar, jvm, only, without, value, data, limit);
            case "--data" -> copy(jar, jvm, only, without, servers, Path.of(value), limit);
            case "--minutes" ->
                    copy(jar, jvm, only, without, servers, data, Duration.ofMinutes(number(value)));
            case "--messages" -> sized(number(value), rounds, idle);
            case "--rounds" -> sized(messages, number(value), idle);
            case "--idle" -> sized(messages, rounds, number(value));
            default -> throw new IllegalArgumentException(name + " is not known");
        };
    }

    private Options copy(
            Path jar,
            List<String> jvm,
            List<String> only,
            List<String> without,
            String servers,
            @Nullable Path data,
            Duration limit) {
        return new Options(jar, jvm, only, without, servers, messages, rounds, idle, data, limit);
    }

    private Options sized(int messages, int rounds, int idle) {
        return new Options(jar, jvm, only, without, servers, messages, rounds, idle, data, limit);
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(value + " is no number", e);
        }
    }

    private static List<String> words(String value, String separator) {
        return List.of(value.strip().split(separator));
    }

    boolean wants(Load load) {
        return (only.isEmpty() || only.stream().anyMatch(load.id()::startsWith))
                && without.stream().noneMatch(load.id()::startsWith);
    }
}
