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

    /**
     * A mailbox's and an account's counters, then all the rows and indexes of a message of ours.
     */
    private static final String SAME_TABLES =
            """
            drop schema if exists bench cascade;
            create schema bench;
            create table bench.account_usage (like public.account_usage including all);
            create table bench.mailbox (like public.mailbox including all);
            create table bench.body (like public.body including all);
            create table bench.body_chunk (like public.body_chunk including all);
            create table bench.message (like public.message including all);
            create table bench.message_content (like public.message_content including all) with (toast_tuple_target = 8160);
            create table bench.example as select * from public.message_content where size > 10000 limit 1;
            insert into bench.account_usage (account_id) select a from generate_series(0, %1$d) a;
            insert into bench.mailbox (account_id, id, name, uid_validity)
            select a, 1, 'INBOX', 1 from generate_series(0, %1$d) a;
            """
                    .formatted(Crowd.IN_TURN - 1);

    private static final String SAME_ROWS =
            """
            \\set account random(0, %d)
            begin;
            with used as (
                update bench.account_usage set octets = octets + 10240, messages = messages + 1 where account_id = :account)
            update bench.mailbox set uid_next = uid_next + 1, highest_modseq = highest_modseq + 1, messages = messages + 1,
                   unseen = unseen + 1, octets = octets + 10240
             where account_id = :account returning uid_next as uid \\gset
            with hash as (select sha256(convert_to(:account || '.' || :uid, 'UTF8')) as sha256),
            b as (insert into bench.body select sha256, 10240, now() from hash),
            k as (insert into bench.body_chunk select sha256, 0, convert_to(:message, 'UTF8') from hash),
            c as (insert into bench.message_content select :account, :uid, :uid, sha256, %s from hash, bench.example t)
            insert into bench.message values (:account, 1, :uid, :uid, 0, '{}', :uid, 10240, now(), now());
            commit;
            """;

    private static final String OTHER_COLUMNS =
            """
            select string_agg('t.' || quote_ident(column_name), ', ' order by ordinal_position)
              from information_schema.columns
             where table_schema = 'public' and table_name = 'message_content'
               and column_name not in ('account_id', 'id', 'thread_id', 'body_sha256')
            """;

    /** So many connections of the embedded database are left beside the server's own. */
    static final int MOST_CLIENTS = 24;

    private Pgbench() {}

    /** How a transaction is written. */
    enum Script {
        TWO_STATEMENTS("two statements", TWO),
        ONE_STATEMENT("one statement", ONE),
        /** What a message of ours puts into tables and indexes, in copies of them. */
        SAME_ROWS("our rows and indexes in two statements", Pgbench.SAME_ROWS);

        private final String title;
        private final String text;

        Script(String title, String text) {
            this.title = title;
            this.text = text;
        }

        String text(Database database) throws Exception {
            return this == SAME_ROWS
                    ? text.formatted(Crowd.IN_TURN - 1, psql(database, OTHER_COLUMNS).strip())
                    : text;
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
            var _ = psql(database, script == Script.SAME_ROWS ? SAME_TABLES : TABLES);
            Files.writeString(file, script.text(database));
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
            var _ = psql(database, "drop schema if exists bench cascade");
            Files.deleteIfExists(file);
        }
    }

    private static String psql(Database database, String sql) throws Exception {
        return run(database, List.of("psql", "-qAt"), List.of("-d", database.name(), "-c", sql));
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
