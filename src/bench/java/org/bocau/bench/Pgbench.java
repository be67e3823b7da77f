package org.bocau.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What the database itself can do: {@code pgbench} with a message of 10 KB and a mailbox's counters
 * in each transaction, and nothing else. Tables and message go with it when it ends.
 */
final class Pgbench {
    private static final int SECONDS = 5;
    private static final Pattern RATE = Pattern.compile("tps = ([\\d.]+)");

    private static final String TABLES =
            """
            drop schema if exists bench cascade;
            create schema bench;
            create table bench.mailbox (account int primary key, uid_next bigint not null, octets bigint not null);
            insert into bench.mailbox select a, 1, 0 from generate_series(0, %d) a;
            create table bench.message (account int, uid bigint, octets bytea, primary key (account, uid));
            alter table bench.message alter octets set storage external;
            """
                    .formatted(Crowd.IN_TURN - 1);

    private static final String TWO =
            """
            \\set account random(0, %d)
            begin;
            update bench.mailbox set uid_next = uid_next + 1, octets = octets + 10240
             where account = :account returning uid_next as uid \\gset
            insert into bench.message values (:account, :uid, convert_to(:message, 'UTF8'));
            commit;
            """
                    .formatted(Crowd.IN_TURN - 1);

    private static final String ONE =
            """
            \\set account random(0, %d)
            with box as (
                update bench.mailbox set uid_next = uid_next + 1, octets = octets + 10240
                 where account = :account returning uid_next)
            insert into bench.message select :account, uid_next, convert_to(:message, 'UTF8') from box;
            """
                    .formatted(Crowd.IN_TURN - 1);

    private Pgbench() {}

    /** How a transaction is written. */
    enum Script {
        TWO_STATEMENTS("two statements", TWO),
        ONE_STATEMENT("one statement", ONE);

        private final String title;
        private final String text;

        Script(String title, String text) {
            this.title = title;
            this.text = text;
        }

        String title() {
            return title;
        }
    }

    /** Where the server under load keeps its mail. */
    record Database(int port, String name, String user, String password) {
        /** The embedded one of a data directory; empty where there is none. */
        static Optional<Database> embedded(Path data) throws IOException {
            var running = data.resolve("postgres/data/postmaster.pid");
            if (!Files.exists(running)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Database(
                            Integer.parseInt(Files.readAllLines(running).get(3).strip()),
                            "bocau",
                            "bocau",
                            Files.readString(data.resolve("postgres/password"))));
        }

        List<String> arguments() {
            return List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", user);
        }
    }

    /** Transactions a second. */
    static double perSecond(Database database, Script script, int clients) throws Exception {
        var file = Files.createTempFile("bench", ".sql");
        try {
            Files.writeString(file, script.text);
            psql(database, TABLES);
            var said =
                    run(
                            database,
                            List.of("pgbench"),
                            List.of(
                                    "-n",
                                    "-M",
                                    "prepared",
                                    "-c",
                                    Integer.toString(clients),
                                    "-j",
                                    Integer.toString(Math.min(clients, 2)),
                                    "-T",
                                    Integer.toString(SECONDS),
                                    "-D",
                                    "message=" + "0123456789abcdef".repeat(640),
                                    "-f",
                                    file.toString(),
                                    database.name()));
            var rate = RATE.matcher(said);
            if (!rate.find()) {
                throw new IOException("pgbench: " + said);
            }
            return Double.parseDouble(rate.group(1));
        } finally {
            psql(database, "drop schema if exists bench cascade");
            Files.deleteIfExists(file);
        }
    }

    private static void psql(Database database, String sql) throws Exception {
        var _ = run(database, List.of("psql", "-q"), List.of("-d", database.name(), "-c", sql));
    }

    private static String run(Database database, List<String> program, List<String> arguments)
            throws Exception {
        var command = new ArrayList<>(program);
        command.addAll(database.arguments());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(program.getFirst() + ": " + said);
        }
        return said;
    }
}
