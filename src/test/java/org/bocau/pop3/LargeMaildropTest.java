package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.Domains;
import org.bocau.account.NewAccount;
import org.bocau.message.EmailAddress;
import org.bocau.net.Listeners;
import org.bocau.testing.FreshServer;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** A maildrop of a hundred thousand messages, that nobody has ever emptied. */
class LargeMaildropTest {
    private static final String AN = "an@large.example";
    private static final String PASSWORD = "bay-cao-bay-xa-7";
    private static final int MESSAGES = 100_000;

    @Test
    void aHundredThousandMessages(@TempDir Path home) throws IOException {
        List<String> before;
        try (var server = FreshServer.start(home)) {
            fill(server, account(server));
            try (var drop = new Drop(server)) {
                var status = drop.ask("STAT").split(" ");
                assertThat(status[1]).isEqualTo(Integer.toString(MESSAGES));
                var sizes = drop.list("LIST");
                assertThat(sizes).hasSize(MESSAGES);
                assertThat(sizes.stream().mapToLong(LargeMaildropTest::second).sum())
                        .isEqualTo(Long.parseLong(status[2]));
                before = drop.list("UIDL");
                assertThat(before).hasSize(MESSAGES).doesNotHaveDuplicates();
                assertThat(drop.list("RETR " + MESSAGES)).contains("Subject: one of many");
                assertThat(drop.list("TOP 50000 0")).contains("Subject: one of many");
                assertThat(drop.list("RETR 1")).contains("Subject: one of many");
            }
        }
        try (var server = FreshServer.start(home)) { // RFC 1939 §7: ids outlive everything
            try (var drop = new Drop(server)) {
                assertThat(drop.list("UIDL")).isEqualTo(before);
            }
            try (var drop = new Drop(server)) {
                drop.delete(MESSAGES - 1);
                assertThat(drop.ask("QUIT")).endsWith("(1 message left)");
            }
            try (var drop = new Drop(server)) {
                assertThat(drop.ask("STAT")).startsWith("+OK 1 ");
                assertThat(drop.ask("UIDL 1"))
                        .isEqualTo("+OK " + before.getLast().replaceFirst("^\\d+", "1"));
            }
        }
    }

    private static long second(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    private static AccountId account(FreshServer server) throws IOException {
        server.bean(Domains.class).create("large.example");
        var hash = "{argon2}" + new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);
        var address = EmailAddress.parse(AN);
        var account =
                server.bean(Accounts.class).create(new NewAccount(address, "", hash, false, 0));
        int port = server.bean(Listeners.class).port("smtp");
        try (var talk = SmtpTalk.over(Wire.connect(port))) {
            talk.must("250", "EHLO client.example");
            assertThat(talk.send("a@b.example", List.of(AN), "Subject: one of many\r\n\r\nx\r\n"))
                    .startsWith("250");
        }
        return account.id();
    }

    /** Copies the one message in the database, each with a content of its own. */
    private static void fill(FreshServer server, AccountId account) {
        var jdbc = server.bean(JdbcClient.class);
        var content = columns(jdbc, "message_content", "id");
        var message = columns(jdbc, "message", "uid, modseq, content_id");
        for (var sql :
                List.of(
                        "insert into message_content (id, %1$s) select nextval('message_content_seq'), %1$s"
                                + " from message_content, generate_series(2, :n) where account_id = :account",
                        "insert into message (uid, modseq, content_id, %2$s) select m.uid + row_number() over (order by c.id),"
                                + " m.modseq + 1, c.id, %3$s from message m join message_content c"
                                + " on c.account_id = m.account_id and c.id <> m.content_id where m.account_id = :account",
                        "update mailbox set messages = :n, unseen = :n, octets = octets * :n, uid_next = uid_next + :n,"
                                + " highest_modseq = highest_modseq + 1 where account_id = :account and messages = 1",
                        "update account_usage set messages = :n, octets = octets * :n where account_id = :account",
                        "insert into search_state (account_id, indexed_to) select :account, max(id) + :n * 0"
                                + " from message_content on conflict (account_id) do update set indexed_to = excluded.indexed_to")) {
            jdbc.sql(sql.formatted(content, message, message.replaceAll("(\\w+)", "m.$1")))
                    .param("n", MESSAGES)
                    .param("account", account.value())
                    .update();
        }
    }

    private static String columns(JdbcClient jdbc, String table, String without) {
        return jdbc.sql(
                        """
                        select string_agg(column_name, ', ') from information_schema.columns
                         where table_name = ? and column_name <> all (string_to_array(?, ', '))
                        """)
                .params(table, without)
                .query(String.class)
                .single();
    }

    /** A session that has logged in. */
    private static final class Drop implements AutoCloseable {
        private final Wire wire;

        Drop(FreshServer server) throws IOException {
            this.wire = Wire.connect(server.bean(Listeners.class).port("pop3"));
            wire.readLine();
            ask("USER " + AN);
            assertThat(ask("PASS " + PASSWORD)).startsWith("+OK");
        }

        String ask(String command) throws IOException {
            return Objects.requireNonNull(wire.ask(command));
        }

        List<String> list(String command) throws IOException {
            assertThat(ask(command)).startsWith("+OK");
            var lines = new ArrayList<String>();
            for (var line = wire.readLine(); !".".equals(line); line = wire.readLine()) {
                lines.add(Objects.requireNonNull(line));
            }
            return lines;
        }

        /** As programs do that know PIPELINING: many at once. */
        void delete(int messages) throws IOException {
            int atOnce = 1000;
            for (int from = 1; from <= messages; from += atOnce) {
                int to = Math.min(messages, from + atOnce - 1);
                var commands = new StringBuilder();
                for (int number = from; number <= to; number++) {
                    commands.append("DELE ").append(number).append("\r\n");
                }
                wire.send(commands.toString());
                for (int number = from; number <= to; number++) {
                    assertThat(wire.readLine()).startsWith("+OK");
                }
            }
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
